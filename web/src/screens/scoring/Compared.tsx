import { useTranslation } from 'react-i18next';

import type { ScoringRule, WeightedRules } from '../../api/types';
import { Tag } from '../../ui/parts';
import { ConditionWords } from '../admin/ConditionWords';
import { differences } from './comparing';
import { Extras, signed } from './Rules';

/** What differs between two versions, rule by rule. */
export function Compared({ before, after }: { before: WeightedRules; after: WeightedRules }) {
  const { t } = useTranslation('scoring');
  const found = differences(before, after);
  const bounds = JSON.stringify(before.grades) !== JSON.stringify(after.grades);
  const groups = JSON.stringify(before.groups ?? []) !== JSON.stringify(after.groups ?? []);
  if (found.length === 0 && !bounds && !groups) return <p className="soft">{t('compare.same')}</p>;
  const grades = ({ grades }: WeightedRules) => `A ≥ ${grades?.a ?? 75} · B ≥ ${grades?.b ?? 50} · C ≥ ${grades?.c ?? 25}`;
  const limits = ({ groups: all = [] }: WeightedRules) => all.map((group) => `${group.name} ${group.least ?? -100} – ${group.most ?? 100}`).join(' · ') || '—';
  return (
    <ul className="compared">
      {found.map((each) => (
        <li key={each.name}>
          <span className="row between wrap">
            <b>{each.name}</b>
            {!each.before ? <Tag tone="good">{t('compare.added')}</Tag> : !each.after ? <Tag tone="bad">{t('compare.gone')}</Tag> : <Tag tone="info">{t('compare.changed')}</Tag>}
          </span>
          <span className="sides">
            <Side rule={each.before} />
            <span aria-hidden="true">→</span>
            <Side rule={each.after} />
          </span>
        </li>
      ))}
      {bounds && <Plain name={t('grades.title')} before={grades(before)} after={grades(after)} />}
      {groups && <Plain name={t('groups.title')} before={limits(before)} after={limits(after)} />}
    </ul>
  );
}

function Side({ rule }: { rule: ScoringRule | null }) {
  if (!rule) return <span className="soft">—</span>;
  return (
    <span className="small">
      <b className="num">{signed(rule.points)}</b> <ConditionWords text={rule.condition} />
      <Extras rule={rule} />
    </span>
  );
}

function Plain({ name, before, after }: { name: string; before: string; after: string }) {
  return (
    <li>
      <b>{name}</b>
      <span className="sides small">
        <span>{before}</span>
        <span aria-hidden="true">→</span>
        <span>{after}</span>
      </span>
    </li>
  );
}
