/** A version of the scoring model, to be read. */
import { useTranslation } from 'react-i18next';

import type { ScoringRule, WeightedRules } from '../../api/types';
import { Facts } from '../../ui/Facts';
import { Card, Tag } from '../../ui/parts';
import { ConditionWords } from '../admin/ConditionWords';
import type { Bounds } from './comparing';

export const signed = (points: number): string => (points > 0 ? `+${points}` : points < 0 ? `−${-points}` : '0');

/** What a rule says beside its condition and its points. */
export function Extras({ rule }: { rule: ScoringRule }) {
  const { t } = useTranslation('scoring');
  if (!rule.max && !rule.decay && !rule.group) return null;
  return (
    <span className="row wrap" style={{ gap: '.25rem', marginTop: '.25rem' }}>
      {rule.max && <Tag tone="info">{t('rule.most', { count: rule.max })}</Tag>}
      {rule.decay && <Tag tone="warn">{t(`rule.halves.${rule.decay.since ?? 'registered'}`, { count: rule.decay.half_life_days })}</Tag>}
      {rule.group && <Tag>{rule.group}</Tag>}
    </span>
  );
}

export function Rules({ model }: { model: WeightedRules }) {
  const { t } = useTranslation('scoring');
  const most = Math.max(1, ...model.rules.map((rule) => Math.abs(rule.points)));
  return (
    <Card title={t('rule.title')} end={<Tag>{t('rule.count', { count: model.rules.length })}</Tag>} flush>
      <ul className="rules">
        {model.rules.map((rule) => (
          <li key={rule.name}>
            <span className="said">
              <b>{rule.name}</b>
              <span className="small">
                <ConditionWords text={rule.condition} />
              </span>
              <Extras rule={rule} />
            </span>
            <span className={rule.points < 0 ? 'points minus' : 'points'}>
              <b className="num">{signed(rule.points)}</b>
              <i style={{ width: `${(5.5 * Math.abs(rule.points)) / most}rem` }} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** From how many points on which grade, as a scale. */
export function GradeScale({ bounds: { a = 75, b = 50, c = 25 } }: { bounds: Bounds }) {
  const { t } = useTranslation('scoring');
  const parts = [['D', 0, c], ['C', c, b], ['B', b, a], ['A', a, 100]] as const;
  return (
    <Card title={t('grades.title')}>
      <div className="scale" role="img" aria-label={parts.map(([grade, from, to]) => t('grades.part', { grade, from, to: grade === 'A' ? 100 : to - 1 })).join(', ')}>
        {parts.map(([grade, from, to]) => (
          <span key={grade} className={grade} style={{ flexGrow: Math.max(6, to - from) }}>
            <b>{grade}</b>
            <small className="num">{grade === 'A' ? `${from}–100` : `${from}–${to - 1}`}</small>
          </span>
        ))}
      </div>
    </Card>
  );
}

export function Groups({ model }: { model: WeightedRules }) {
  const { t } = useTranslation('scoring');
  if (!model.groups?.length) return null;
  return (
    <Card title={t('groups.title')}>
      <Facts rows={model.groups.map((group) => [group.name, t('groups.within', { least: group.least ?? -100, most: group.most ?? 100 })])} />
    </Card>
  );
}
