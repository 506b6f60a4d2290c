import { useTranslation } from 'react-i18next';

import type { Stage } from '../../api/types';
import { language } from '../../i18n';
import { number, percent } from '../../i18n/format';
import { funnelShape } from './shape';
import './funnel.css';

const WIDTH = 360;
const HEIGHT = 54;
const GAP = 3;

export function stageName(stage: Pick<Stage, 'name_en' | 'name_zh'>): string {
  return language() === 'en' ? stage.name_en : stage.name_zh;
}

/** The stages as a funnel; `onPick` makes each a button. The table beside it says the same in numbers. */
export function FunnelChart({ stages, chosen, onPick }: { stages: readonly Stage[]; chosen?: string | null; onPick?: (stage: Stage) => void }) {
  const { t } = useTranslation();
  const shown = stages.filter((stage) => stage.code !== 'lost');
  const pieces = funnelShape(shown.map((stage) => stage.entered), WIDTH, HEIGHT, GAP);
  return (
    <figure className="funnel-chart">
      <svg viewBox={`0 0 ${WIDTH} ${shown.length * (HEIGHT + GAP)}`} role="img" aria-label={`${t('funnel.chart')}: ${shown.map((stage) => `${stageName(stage)} ${stage.entered}`).join(', ')}`}>
        {shown.map((stage, index) => (
          <g key={stage.code} className={`piece n${index}${chosen === stage.code ? ' chosen' : ''}${onPick ? ' pick' : ''}`} onClick={onPick && (() => onPick(stage))}>
            <polygon points={pieces[index]?.points} />
            <text x={WIDTH / 2} y={(pieces[index]?.middle ?? 0) - 2} textAnchor="middle">
              {stageName(stage)}
            </text>
            <text x={WIDTH / 2} y={(pieces[index]?.middle ?? 0) + 15} textAnchor="middle" className="count-text">
              {number(stage.entered)}
              {stage.conversion ? `  →  ${percent(stage.conversion.rate)}` : ''}
            </text>
          </g>
        ))}
      </svg>
    </figure>
  );
}
