import { useTranslation } from 'react-i18next';

import type { AssignmentRule } from '../../api/types';
import { usePeople } from '../../offline/people';
import { Tag } from '../../ui/parts';
import { ConditionWords } from '../admin/ConditionWords';

/** A rule in words: when, to whom, and how. */
export function RuleRow({ rule, place }: { rule: AssignmentRule; place: number }) {
  const { t } = useTranslation('assignment');
  const people = usePeople();
  const shares = (rule.people ?? []).map(({ person_id, weight = 1 }) => (rule.method === 'weighted' ? t('share', { name: people(person_id), weight }) : people(person_id)));
  const whom = [...shares, rule.team && t('team', { team: rule.team }), rule.region && t('region', { region: rule.region })].filter(Boolean);
  return (
    <span className="said">
      <span className="rank">{place}</span>
      <b>{rule.name}</b>
      <span className="small">
        {rule.condition !== 'true' && t('when')} <ConditionWords text={rule.condition} />
      </span>
      <span className="small">{rule.method === 'pool' ? t('toPool', { pool: rule.pool ?? '' }) : t('toPeople', { people: whom.join(t('comma')) || t('everybody') })}</span>
      <span className="row wrap" style={{ gap: '.25rem', marginTop: '.25rem' }}>
        <Tag tone="brand">{t(`methods.${rule.method}`)}</Tag>
        {rule.same_region && <Tag>{t('sameRegion')}</Tag>}
        {rule.fallback && <Tag tone="warn">{t('else', { name: people(rule.fallback) })}</Tag>}
      </span>
    </span>
  );
}
