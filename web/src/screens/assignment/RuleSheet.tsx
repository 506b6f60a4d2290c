import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { AssignmentRule } from '../../api/types';
import { language } from '../../i18n';
import zh from '../../i18n/zh';
import { usePeople, usePeopleList } from '../../offline/people';
import { Sheet } from '../../ui/Sheet';
import { ConditionField } from '../admin/ConditionField';
import { ALL_FIELDS } from '../admin/conditions';
import { Check } from '../admin/parts';
import { PeopleField, useSellers } from '../admin/PeopleField';
import { useNames } from '../leads/names';
import { usePools } from './queries';

const METHODS = ['round_robin', 'weighted', 'least_load', 'person', 'pool'] as const;

interface Asking {
  rule: AssignmentRule;
  fault: (field: 'name' | 'condition' | 'people' | 'pool' | 'method' | 'fallback') => string | undefined;
  onClose: () => void;
  keep: (rule: AssignmentRule) => void;
}

/** One rule: when it applies, to whom it gives, and how. */
export function RuleSheet({ rule: start, fault, onClose, keep }: Asking) {
  const { t } = useTranslation('assignment');
  const { t: w } = useTranslation();
  const people = usePeople();
  const sellers = useSellers();
  const pools = usePools().data?.items ?? [];
  const { region } = useNames();
  const teams = [...new Set((usePeopleList().data ?? []).flatMap((each) => (each.team ? [each.team] : [])))].sort();
  const [rule, set] = useState(start);
  const [missing, setMissing] = useState<{ name?: string; people?: string; pool?: string }>({});
  const change = (part: Partial<AssignmentRule>) => {
    setMissing({});
    set({ ...rule, ...part });
  };
  const shares = rule.people ?? [];
  const method = (next: AssignmentRule['method']) =>
    change({ method: next, pool: next === 'pool' ? (rule.pool ?? pools[0]?.code ?? null) : null, ...(next === 'person' ? { people: shares.slice(0, 1), team: null, region: null, same_region: false } : {}), ...(next === 'pool' ? { people: [], team: null, region: null, same_region: false, fallback: null } : {}) });
  const done = () => {
    const faults = {
      ...(rule.name.trim() ? {} : { name: t('rule.nameNeeded') }),
      ...(rule.method === 'person' && shares.length !== 1 ? { people: t('rule.oneNeeded') } : {}),
      ...(rule.method === 'pool' && !rule.pool ? { pool: t('rule.poolNeeded') } : {}),
    };
    setMissing(faults);
    if (Object.keys(faults).length === 0) keep({ ...rule, name: rule.name.trim() });
  };
  const options = (values: readonly { value: string; label: string }[]) => [{ value: '', label: '—' }, ...values];
  return (
    <Sheet title={start.name || t('rule.new')} hint={t('rule.hint')} opened onClose={onClose} onSubmit={done} busy={false} submit={t('rule.done')} wide>
      <TextInput label={t('rule.name')} placeholder={t('rule.example')} value={rule.name} error={missing.name ?? fault('name')} onChange={(event) => change({ name: event.currentTarget.value })} />
      <ConditionField value={rule.condition} onChange={(condition) => change({ condition })} fields={ALL_FIELDS} error={fault('condition')} />
      <NativeSelect label={t('rule.method')} description={t(`explained.${rule.method}`)} value={rule.method} error={fault('method')} onChange={(event) => method(event.currentTarget.value as AssignmentRule['method'])} data={METHODS.map((value) => ({ value, label: t(`methods.${value}`) }))} />
      {rule.method === 'pool' ? (
        <NativeSelect label={t('rule.pool')} value={rule.pool ?? ''} error={missing.pool ?? fault('pool')} onChange={(event) => change({ pool: event.currentTarget.value || null })} data={options(pools.map((pool) => ({ value: pool.code, label: language() === 'en' ? pool.name : pool.name_zh })))} />
      ) : rule.method === 'person' ? (
        <NativeSelect label={t('rule.person')} value={shares[0]?.person_id ?? ''} error={missing.people ?? fault('people')} onChange={(event) => change({ people: event.currentTarget.value ? [{ person_id: event.currentTarget.value }] : [] })} data={options(sellers.map((each) => ({ value: each.person_id, label: each.name })))} />
      ) : (
        <>
          <PeopleField label={t('rule.people')} hint={t('rule.peopleHint')} value={shares.map(({ person_id }) => person_id)} error={fault('people')} onChange={(ids) => change({ people: ids.map((id) => shares.find(({ person_id }) => person_id === id) ?? { person_id: id }) })} />
          {rule.method === 'weighted' && shares.length > 0 && (
            <div className="fields">
              {shares.map((share, at) => (
                <TextInput key={share.person_id} label={t('rule.weight', { name: people(share.person_id) })} inputMode="numeric" value={String(share.weight ?? 1)} onChange={(event) => change({ people: shares.map((each, index) => (index === at ? { ...each, weight: Math.min(100, Number(event.currentTarget.value.replace(/\D/g, '')) || 1) } : each)) })} />
              ))}
            </div>
          )}
          <div className="fields">
            <NativeSelect label={t('rule.team')} value={rule.team ?? ''} onChange={(event) => change({ team: event.currentTarget.value || null })} data={options(teams.map((value) => ({ value, label: value })))} />
            <NativeSelect label={t('rule.region')} value={rule.region ?? ''} onChange={(event) => change({ region: event.currentTarget.value || null })} data={options(Object.keys(zh.leads.region).map((value) => ({ value, label: region(value) })))} />
          </div>
          <Check label={t('sameRegion')} hint={t('rule.sameRegionHint')} checked={rule.same_region ?? false} onChange={(same_region) => change({ same_region })} />
        </>
      )}
      {rule.method !== 'pool' && (
        <NativeSelect label={t('rule.fallback')} description={t('rule.fallbackHint')} value={rule.fallback ?? ''} error={fault('fallback')} onChange={(event) => change({ fallback: event.currentTarget.value || null })} data={[{ value: '', label: w('common.none') }, ...sellers.map((each) => ({ value: each.person_id, label: each.name }))]} />
      )}
    </Sheet>
  );
}
