/** Scores of open leads before and after, as columns; the tables beside it say the same in numbers. */
import { useTranslation } from 'react-i18next';

import { number } from '../../i18n/format';
import { byGrade, columns, GRADES, type Bounds, type Grade } from './comparing';

const WIDTH = 620;
const HEIGHT = 220;
const FOOT = 34;
const STEP = 5;

interface Shown {
  before: Record<string, number>;
  after: Record<string, number>;
  /** The grades of the version that was tried. */
  bounds: Bounds;
}

export function Distribution({ before, after, bounds: { a = 75, b = 50, c = 25 } }: Shown) {
  const { t } = useTranslation('scoring');
  const [old, fresh] = [columns(before, STEP), columns(after, STEP)];
  const most = Math.max(1, ...old, ...fresh);
  const wide = WIDTH / old.length;
  const tall = HEIGHT - FOOT - 18;
  const y = (count: number) => HEIGHT - FOOT - (tall * count) / most;
  return (
    <figure className="distribution">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={t('run.chart')}>
        {([['D', 0, c], ['C', c, b], ['B', b, a], ['A', a, 100]] as const).map(([grade, from, to]) => (
          <g key={grade}>
            <rect className={`band ${grade}`} x={(from / 100) * WIDTH} y={0} width={((to - from) / 100) * WIDTH} height={HEIGHT - FOOT} />
            <text x={((from + to) / 200) * WIDTH} y={13} textAnchor="middle" className="grade">
              {grade}
            </text>
          </g>
        ))}
        {old.map((count, at) => (
          <g key={at}>
            <rect className="old" x={at * wide + 2} width={wide / 2 - 2} y={y(count)} height={HEIGHT - FOOT - y(count)} rx={2} />
            <rect className="fresh" x={at * wide + wide / 2} width={wide / 2 - 2} y={y(fresh[at] ?? 0)} height={HEIGHT - FOOT - y(fresh[at] ?? 0)} rx={2} />
          </g>
        ))}
        <line x1={0} x2={WIDTH} y1={HEIGHT - FOOT} y2={HEIGHT - FOOT} />
        {[0, 25, 50, 75, 100].map((points) => (
          <text key={points} x={Math.min(WIDTH - 10, Math.max(6, (points / 100) * WIDTH))} y={HEIGHT - FOOT + 16} textAnchor="middle">
            {points}
          </text>
        ))}
      </svg>
      <figcaption className="legend small">
        <span>
          <i className="old" />
          {t('run.before')}
        </span>
        <span>
          <i className="fresh" />
          {t('run.after')}
        </span>
        <span className="soft">{t('run.axis', { most: number(most) })}</span>
      </figcaption>
    </figure>
  );
}

/** How many leads each grade has, before and after. */
export function GradeTable({ before, after, bounds, was }: Shown & { was: Bounds }) {
  const { t } = useTranslation('scoring');
  const { t: w } = useTranslation();
  const [old, fresh] = [byGrade(before, was), byGrade(after, bounds)];
  const gain = (grade: Grade) => fresh[grade] - old[grade];
  return (
    <table className="table">
      <caption className="hidden">{t('run.byGrade')}</caption>
      <thead>
        <tr>
          <th className="text" scope="col">{w('leads.grade')}</th>
          <th scope="col">{t('run.before')}</th>
          <th scope="col">{t('run.after')}</th>
          <th scope="col">{t('run.gain')}</th>
        </tr>
      </thead>
      <tbody>
        {GRADES.map((grade) => (
          <tr key={grade}>
            <th scope="row">{grade}</th>
            <td className="num">{number(old[grade])}</td>
            <td className="num">{number(fresh[grade])}</td>
            <td className={gain(grade) === 0 ? 'num soft' : 'num strong'}>{number(gain(grade), { signDisplay: 'exceptZero' })}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Which grade leads go from and to. */
export function Crossings({ regraded }: { regraded: Record<string, number> }) {
  const { t } = useTranslation('scoring');
  const rows = Object.entries(regraded).sort(([, one], [, other]) => other - one);
  if (rows.length === 0) return <p className="soft small">{t('run.noRegraded')}</p>;
  return (
    <ul className="crossings">
      {rows.map(([pair, count]) => {
        const [from = '', to = ''] = pair.split('>');
        const better = from === '' || to < from;
        return (
          <li key={pair}>
            <span>
              {from || t('run.unscored')} <span aria-hidden="true">→</span>
              <span className="hidden"> {t('run.to')} </span> <b>{to}</b>
            </span>
            <b className={better ? 'num good-text' : 'num bad-text'}>{number(count)}</b>
          </li>
        );
      })}
    </ul>
  );
}
