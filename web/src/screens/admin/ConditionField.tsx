/** Writes a condition: clause by clause in words, or as an expression where that is not enough. */
import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import zh from '../../i18n/zh';
import { useNames } from '../leads/names';
import { clausesOf, FIELDS, operatorsOf, read, write, type Clause, type Field } from './conditions';
import { useConditionWords, useValueName } from './ConditionWords';
import { IconButton } from './parts';

const FIXED: Partial<Record<Field, readonly string[]>> = {
  region: Object.keys(zh.leads.region),
  industry: Object.keys(zh.leads.industry),
  currency: ['CNY', 'USD', 'EUR', 'GBP', 'CHF', 'JPY', 'HKD'],
  grade: ['A', 'B', 'C', 'D'],
};

interface Writing {
  value: string;
  onChange: (value: string) => void;
  fields: readonly Field[];
  error?: string | undefined;
  /** Whether a number by itself is an answer. */
  counting?: boolean;
}

export function ConditionField({ value, onChange, fields, error, counting = false }: Writing) {
  const { t } = useTranslation('setup');
  const clauses = clausesOf(read(value));
  const [free, setFree] = useState(clauses === null);
  const words = useConditionWords();
  const set = (next: Clause[]) => onChange(write(next));
  return (
    <fieldset className="condition" aria-describedby={error ? 'condition-fault' : undefined}>
      <legend className="row between">
        {t('condition.when')}
        {clauses !== null && (
          <button type="button" className="link small" onClick={() => setFree(!free)}>
            {t(free ? 'condition.asClauses' : 'condition.asText')}
          </button>
        )}
      </legend>
      {free || clauses === null ? (
        <Textarea aria-label={t('condition.text')} description={t('condition.textHint')} rows={3} className="code" value={value} onChange={(event) => onChange(event.currentTarget.value)} />
      ) : (
        <>
          {clauses.length === 0 && <p className="soft small">{t('condition.alwaysHint')}</p>}
          <ul className="clauses">
            {clauses.map((clause, at) => (
              <li key={at}>
                <One clause={clause} fields={fields} counting={counting} change={(next) => set(clauses.map((each, index) => (index === at ? next : each)))} />
                <IconButton icon="cross" label={t('condition.drop')} onClick={() => set(clauses.filter((_, index) => index !== at))} />
              </li>
            ))}
          </ul>
          <Button size="sm" h={40} variant="default" onClick={() => set([...clauses, { field: 'source', operator: 'equals', values: [''] }])}>
            {t('condition.add')}
          </Button>
        </>
      )}
      <p className="small soft">{words(value)}</p>
      {error && (
        <p id="condition-fault" className="small bad-text" role="alert">
          {error}
        </p>
      )}
    </fieldset>
  );
}

function One({ clause, fields, counting, change }: { clause: Clause; fields: readonly Field[]; counting: boolean; change: (clause: Clause) => void }) {
  const { t } = useTranslation('setup');
  const { sources } = useNames();
  const named = useValueName();
  const choices = clause.field === 'source' ? sources.map(({ code }) => code) : FIXED[clause.field];
  const offered = choices && [...new Set([...choices, ...clause.values.filter(Boolean)])];
  const operators = operatorsOf(clause.field, counting);
  const changeField = (field: Field) => {
    const [first = 'equals'] = operatorsOf(field, counting);
    change({ field, operator: first, values: [''] });
  };
  const value = t('condition.value');
  return (
    <>
      <NativeSelect aria-label={t('condition.field')} value={clause.field} onChange={(event) => changeField(event.currentTarget.value as Field)} data={fields.map((field) => ({ value: field, label: t(`condition.fields.${field}`) }))} />
      <NativeSelect aria-label={t('condition.operator')} value={clause.operator} onChange={(event) => change({ ...clause, operator: event.currentTarget.value as Clause['operator'] })} data={operators.map((each) => ({ value: each, label: t(`condition.operators.${each}`) }))} />
      {clause.operator === 'among' && offered ? (
        <span className="among" role="group" aria-label={value}>
          {offered.map((each) => (
            <label key={each} className="pick">
              <input type="checkbox" checked={clause.values.includes(each)} onChange={(event) => change({ ...clause, values: event.currentTarget.checked ? [...clause.values.filter(Boolean), each] : clause.values.filter((other) => other !== each) })} />
              <span>{named(clause.field, each)}</span>
            </label>
          ))}
        </span>
      ) : clause.operator === 'among' ? (
        <TextInput aria-label={value} placeholder={t('condition.several')} value={clause.values.join(', ')} onChange={(event) => change({ ...clause, values: event.currentTarget.value.split(/[,，、]\s*/) })} />
      ) : offered && (clause.operator === 'equals' || clause.operator === 'differs') ? (
        <NativeSelect aria-label={value} value={clause.values[0] ?? ''} onChange={(event) => change({ ...clause, values: [event.currentTarget.value] })} data={[{ value: '', label: '—' }, ...offered.map((each) => ({ value: each, label: named(clause.field, each) }))]} />
      ) : clause.operator === 'yes' || clause.operator === 'no' || clause.operator === 'each' ? (
        <span />
      ) : (
        <TextInput aria-label={value} {...(FIELDS[clause.field] === 'text' ? {} : { inputMode: 'numeric' as const })} value={clause.values[0] ?? ''} onChange={(event) => change({ ...clause, values: [FIELDS[clause.field] === 'text' ? event.currentTarget.value : event.currentTarget.value.replace(/[^0-9.-]/g, '')] })} />
      )}
    </>
  );
}
