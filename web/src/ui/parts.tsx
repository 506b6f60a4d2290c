/** Small parts that every screen is made of. */
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { Refused, Unreachable } from '../api/problems';
import { clock } from '../i18n/format';
import { Icon, type IconName } from './Icon';

export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'brand' | 'plain';

export function Tag({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) {
  return <span className={`tag ${tone}`}>{children}</span>;
}

export function Score({ grade, points }: { grade: string | null | undefined; points: number | null | undefined }) {
  const { t } = useTranslation();
  if (points == null) return <Tag>{t('leads.noScore')}</Tag>;
  return (
    <span className={`score ${grade ?? ''}`}>
      <span className="hidden">{t('leads.score')}</span>
      <b>{grade ?? '–'}</b>
      <span>{points}</span>
    </span>
  );
}

interface Saying {
  icon?: IconName;
  title: string;
  hint?: string | undefined;
  action?: ReactNode;
}

/** Says why there is nothing, and what to do about it. */
export function Empty({ icon = 'star', title, hint, action }: Saying) {
  return (
    <div className="empty">
      <span className="picture">
        <Icon name={icon} size={26} />
      </span>
      <p className="title">{title}</p>
      {hint && <p>{hint}</p>}
      {action && <div className="act">{action}</div>}
    </div>
  );
}

/** What went wrong, in words to act on. */
export function Failure({ error, again }: { error: Error; again?: () => void }) {
  const { t } = useTranslation();
  const gone = error instanceof Refused && error.status === 404;
  const away = error instanceof Unreachable;
  const title = gone ? t('common.notHere') : away ? t('common.awayTitle') : error instanceof Refused ? error.problem.title : t('common.failed');
  const hint = gone ? t('common.notHereHint') : away ? t('common.away') : error.message;
  return (
    <div className="empty bad" role="alert">
      <span className="picture">
        <Icon name={away ? 'offline' : 'alert'} size={26} />
      </span>
      <p className="title">{title}</p>
      {hint !== title && <p>{hint}</p>}
      {again && !gone && (
        <div className="act">
          <Button variant="default" onClick={again}>
            {t('common.retry')}
          </Button>
        </div>
      )}
    </div>
  );
}

export function Bone({ height = 16, width = '100%' }: { height?: number; width?: string | number }) {
  return <span className="bone" style={{ height, width }} aria-hidden="true" />;
}

/** Rows of a list that is on its way, of the height that they will have. */
export function BoneRows({ count = 6 }: { count?: number }) {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t('common.loading')}>
      {Array.from({ length: count }, (_, index) => (
        <div key={index} style={{ padding: '.95rem 1.125rem', display: 'grid', gap: '.55rem' }}>
          <Bone width={`${58 - (index % 3) * 9}%`} />
          <Bone width={`${38 + (index % 2) * 14}%`} height={12} />
        </div>
      ))}
    </div>
  );
}

/** How old an answer is that was read from the device. */
export function Stored({ stored, at }: { stored: boolean; at: number | undefined }) {
  const { t } = useTranslation();
  if (!stored || !at) return null;
  return (
    <span className="stored">
      <Icon name="offline" size={16} />
      {t('sync.stored', { time: clock(at) })}
    </span>
  );
}

interface Option<V extends string> {
  value: V;
  label: string;
  icon?: IconName;
}

interface Choosing<V extends string> {
  name: string;
  legend?: string;
  options: readonly Option<V>[];
  value: V | null;
  onChange: (value: V) => void;
  scroll?: boolean;
  error?: string | undefined;
}

/** One of a few, as chips that a thumb can hit. */
export function Choice<V extends string>({ name, legend, options, value, onChange, scroll, error }: Choosing<V>) {
  return (
    <fieldset className={scroll ? 'chips scroll' : 'chips'} aria-describedby={error ? `${name}-error` : undefined}>
      {legend && <legend className={scroll ? 'hidden' : undefined}>{legend}</legend>}
      {options.map((option) => (
        <label key={option.value}>
          <input type="radio" name={name} value={option.value} checked={option.value === value} onChange={() => onChange(option.value)} />
          <span>
            {option.icon && <Icon name={option.icon} size={18} />}
            {option.label}
          </span>
        </label>
      ))}
      {error && (
        <p id={`${name}-error`} className="small" style={{ color: 'var(--bad)', flexBasis: '100%' }}>
          {error}
        </p>
      )}
    </fieldset>
  );
}

export function Card({ title, end, flush, children }: { title?: string; end?: ReactNode; flush?: boolean; children: ReactNode }) {
  return (
    <section className={flush ? 'card flush' : 'card'}>
      {(title || end) && (
        <header>
          <h2>{title}</h2>
          {end}
        </header>
      )}
      {children}
    </section>
  );
}
