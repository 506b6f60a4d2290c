/** A slider into the past: everything can be asked as it was known on an earlier day. */
import { useTranslation } from 'react-i18next';

import { clock } from '../i18n/format';
import './asof.css';

const FARTHEST = 90;

/** `ago` in days, 0 is now; `asOf` is the moment that was answered for. */
export function AsOf({ ago, onChange, asOf, hint }: { ago: number; onChange: (ago: number) => void; asOf: string | undefined; hint: string }) {
  const { t } = useTranslation();
  const said = ago === 0 ? t('funnel.asOfNow') : t('funnel.asOfAgo', { count: ago });
  return (
    <div className="asof">
      <label htmlFor="as-of" className="row between">
        <span style={{ fontWeight: 550, fontSize: '.875rem' }}>{t('funnel.asOf')}</span>
        <span className="num">
          <b>{said}</b>
          {asOf && <span className="soft"> · {clock(new Date(asOf).getTime())}</span>}
        </span>
      </label>
      <input id="as-of" type="range" min={-FARTHEST} max={0} step={1} value={-ago} aria-valuetext={said} aria-describedby="as-of-hint" onChange={(event) => onChange(-Number(event.currentTarget.value))} />
      <p id="as-of-hint" className="soft small">
        {hint}
      </p>
    </div>
  );
}
