/** Lists in their four states, and the things behind a figure. */
import type { ReactNode } from 'react';

import { number } from '../i18n/format';
import type { Asked } from '../offline/answers';
import { BoneRows, Choice, Failure } from './parts';

type Answer<T> = Pick<Asked<T>, 'data' | 'error' | 'pending' | 'again'>;

interface Listing<T> {
  of: Answer<{ items: T[] }>;
  /** How many rows stand there while they are on their way. */
  bones?: number;
  empty: ReactNode;
  /** One row: an `li` with its key. */
  children: (item: T) => ReactNode;
}

/** On its way, not to be had, there, or empty. */
export function Listed<T>({ of: { data, error, pending, again }, bones = 6, empty, children }: Listing<T>) {
  if (pending) return <BoneRows count={bones} />;
  if (error) return <Failure error={error} again={again} />;
  if (!data?.items.length) return empty;
  return <ul className="rows">{data.items.map((item) => children(item))}</ul>;
}

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
