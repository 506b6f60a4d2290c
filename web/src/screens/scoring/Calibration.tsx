import { useTranslation } from 'react-i18next';

import type { Measured } from '../../api/types';
import { number, percent } from '../../i18n/format';
import { Card } from '../../ui/parts';

const SIDE = 200;

/** Forecasts against what came, by tenths: on the line they are right. */
export default function Calibration({ of }: { of: Measured }) {
  const { t } = useTranslation('scoring');
  const most = Math.max(...of.bands.map((band) => band.leads), 1);
  return (
    <Card title={t('learned.calibration')}>
      <div className="calibration">
        <svg viewBox={`-26 -6 ${SIDE + 34} ${SIDE + 34}`} role="img" aria-label={t('learned.calibrationChart')}>
          <rect width={SIDE} height={SIDE} className="field" />
          <line x1={0} y1={SIDE} x2={SIDE} y2={0} className="right" />
          {of.bands.map((band) => (
            <circle key={band.forecast} cx={band.forecast * SIDE} cy={SIDE - band.converted * SIDE} r={4 + 8 * Math.sqrt(band.leads / most)} />
          ))}
          {[0, 0.5, 1].map((share) => (
            <g key={share}>
              <text x={share * SIDE} y={SIDE + 16} textAnchor="middle">{percent(share)}</text>
              <text x={-4} y={SIDE - share * SIDE + 4} textAnchor="end">{percent(share)}</text>
            </g>
          ))}
        </svg>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('learned.forecast')}</th>
              <th scope="col">{t('learned.came')}</th>
              <th scope="col">{t('learned.count')}</th>
            </tr>
          </thead>
          <tbody>
            {of.bands.map((band) => (
              <tr key={band.forecast}>
                <td className="num">{percent(band.forecast, 1)}</td>
                <td className="num strong">{percent(band.converted, 1)}</td>
                <td className="num">{number(band.leads)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="soft small">{t('learned.calibrationHint')}</p>
    </Card>
  );
}
