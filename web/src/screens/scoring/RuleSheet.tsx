import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { ScoringRule } from '../../api/types';
import { Sheet } from '../../ui/Sheet';
import { ConditionField } from '../admin/ConditionField';
import { clausesOf, read, SCORING_FIELDS } from '../admin/conditions';
import { Check } from '../admin/parts';
import { Weight } from './Editor';

interface Asking {
  rule: ScoringRule;
  groups: readonly string[];
  fault: (field: 'name' | 'condition' | 'points' | 'max' | 'group' | 'decay') => string | undefined;
  onClose: () => void;
  keep: (rule: ScoringRule) => void;
}

/** One rule of the model, all that can be said of it. */
export function RuleSheet({ rule: start, groups, fault, onClose, keep }: Asking) {
  const { t } = useTranslation('scoring');
  const [rule, set] = useState(start);
  const [nameless, setNameless] = useState(false);
  const change = (part: Partial<ScoringRule>) => set({ ...rule, ...part });
  const clauses = clausesOf(read(rule.condition));
  // A number by itself counts so many times: it needs a most, and nothing else has one.
  const counts = clauses === null ? rule.max != null : clauses.some(({ operator }) => operator === 'each');
  const write = (condition: string) => {
    const each = clausesOf(read(condition))?.some(({ operator }) => operator === 'each');
    change({ condition, ...(each === undefined ? {} : { max: each ? (rule.max ?? 20) : null }) });
  };
  const done = () => {
    if (!rule.name.trim()) return setNameless(true);
    keep({ ...rule, name: rule.name.trim() });
  };
  return (
    <Sheet title={start.name || t('rule.new')} hint={t('rule.hint')} opened onClose={onClose} onSubmit={done} busy={false} submit={t('rule.done')} wide>
      <TextInput
        label={t('name')}
        placeholder={t('rule.example')}
        value={rule.name}
        error={nameless ? t('rule.nameNeeded') : fault('name')}
        onChange={(event) => {
          setNameless(false);
          change({ name: event.currentTarget.value });
        }}
      />
      <ConditionField value={rule.condition} onChange={write} fields={SCORING_FIELDS} counting error={fault('condition')} />
      <div className="fields">
        <label className="labelled">
          <span>{t(counts ? 'rule.pointsEach' : 'points')}</span>
          <Weight label={t(counts ? 'rule.pointsEach' : 'points')} value={rule.points} onChange={(points) => change({ points })} />
          {fault('points') && <span className="small bad-text">{fault('points')}</span>}
        </label>
        {(counts || clauses === null) && (
          <TextInput label={t('rule.mostLabel')} inputMode="numeric" value={rule.max == null ? '' : String(rule.max)} error={fault('max')} onChange={(event) => change({ max: Number(event.currentTarget.value.replace(/\D/g, '')) || null })} />
        )}
        {groups.length > 0 && (
          <NativeSelect label={t('rule.group')} value={rule.group ?? ''} error={fault('group')} onChange={(event) => change({ group: event.currentTarget.value || null })} data={[{ value: '', label: t('rule.noGroup') }, ...groups.map((value) => ({ value, label: value }))]} />
        )}
      </div>
      <Check label={t('rule.fades')} hint={t('rule.fadesHint')} checked={Boolean(rule.decay)} onChange={(fades) => change({ decay: fades ? { half_life_days: 30, since: 'active' } : null })} />
      {rule.decay && (
        <div className="fields">
          <TextInput label={t('rule.halfLife')} inputMode="numeric" value={String(rule.decay.half_life_days)} error={fault('decay')} onChange={(event) => change({ decay: { since: 'active', ...rule.decay, half_life_days: Number(event.currentTarget.value.replace(/\D/g, '')) || 0 } })} />
          <NativeSelect label={t('rule.since')} value={rule.decay.since ?? 'registered'} onChange={(event) => change({ decay: { half_life_days: 30, ...rule.decay, since: event.currentTarget.value as 'registered' | 'active' } })} data={(['registered', 'active'] as const).map((value) => ({ value, label: t(`rule.sinces.${value}`) }))} />
        </div>
      )}
    </Sheet>
  );
}
