/** A share with its 95 % interval, drawn and in numbers. */
import { useTranslation } from 'react-i18next';

import type { Rate } from '../../api/types';
import { interval, percent } from '../../i18n/format';
import { Tag } from '../../ui/parts';

/** `most` is where the drawing ends, the same for a whole column, so that rows can be compared. */
export function Share({ rate, most }: { rate: Rate | null; most: number }) {
  const { t } = useTranslation();
  if (!rate) return '—';
  const at = (value: number) => `${(100 * Math.min(value, most)) / most}%`;
  return (
    <span className="wilson" title={interval(rate)}>
      <span>
        <b className="num">{percent(rate.rate, 1)}</b> {rate.few && <Tag tone="warn">{t('funnel.few')}</Tag>}
      </span>
      <span className="wilson-line" aria-hidden="true">
        <i style={{ left: at(rate.low), right: `calc(100% - ${at(rate.high)})` }} />
        <b style={{ left: at(rate.rate) }} />
      </span>
      <span className="soft small num">
        {percent(rate.low)} – {percent(rate.high)}
      </span>
    </span>
  );
}

/** Where a column of shares ends: at the highest upper end. */
export function highest(rates: (Rate | null)[]): number {
  return Math.max(0.01, ...rates.map((rate) => rate?.high ?? 0));
}
