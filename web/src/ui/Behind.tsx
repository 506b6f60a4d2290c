/** The things behind a figure. */
import type { ReactNode } from 'react';

import { number } from '../i18n/format';
import { Listed, type Answer, type Listing } from './Listed';
import { Choice } from './parts';

interface Behind<T, F extends string> extends Omit<Listing<T>, 'of' | 'bones'> {
  of: Answer<{ items: T[]; total: number }>;
  title: string;
  /** What is said beside the total. */
  note?: ReactNode;
  figures: readonly F[];
  named: (figure: F) => string;
  figure: F;
  onFigure: (figure: F) => void;
}

/** What a figure counts, and the choice between figures. */
export function Behind<T, F extends string>({ of, title, note, figures, named, figure, onFigure, empty, children }: Behind<T, F>) {
  return (
    <section className="card flush" aria-live="polite">
      <header className="wrap">
        <h2>
          {title} {of.data && <span className="soft num">{number(of.data.total)}</span>}
          {note}
        </h2>
        <Choice scroll name="figure" legend={title} value={figure} onChange={onFigure} options={figures.map((value) => ({ value, label: named(value) }))} />
      </header>
      <Listed of={of} bones={4} empty={empty}>
        {children}
      </Listed>
    </section>
  );
}
