import { useTranslation } from 'react-i18next';

import { number } from '../../i18n/format';
import { useNames } from '../leads/names';
import { FIELDS, read, type Clause, type Condition } from './conditions';

/** How a value of a field is called. */
export function useValueName(): (field: Clause['field'], value: string) => string {
  const { source, region, industry } = useNames();
  return (field, value) => {
    if (field === 'source') return source(value);
    if (field === 'region') return region(value);
    if (field === 'industry') return industry(value);
    return FIELDS[field] === 'text' || value === '' || Number.isNaN(Number(value)) ? value : number(Number(value));
  };
}

/** A condition in a sentence. */
export function useConditionWords(): (text: string | null | undefined) => string {
  const { t } = useTranslation('setup');
  const named = useValueName();
  const clause = ({ field, operator, values }: Clause): string => {
    const what = t(`condition.fields.${field}`);
    if (operator === 'yes' || operator === 'no') return t(`condition.flags.${operator}.${field as 'has_phone' | 'has_email' | 'has_contact' | 'is_customer'}`);
    return t(`condition.said.${operator}`, { what, value: values.map((value) => named(field, value)).join(t('condition.either')) });
  };
  const words = (condition: Condition, inside: boolean): string => {
    if ('field' in condition) return clause(condition);
    if ('code' in condition) return condition.code;
    const all = 'all' in condition;
    const parts = (all ? condition.all : condition.any).map((part) => words(part, true));
    if (parts.length === 0) return t('condition.always');
    const joined = parts.join(t(all ? 'condition.and' : 'condition.or'));
    return inside && !all ? t('condition.group', { text: joined }) : joined;
  };
  return (text) => (text ? words(read(text), false) : '');
}

export function ConditionWords({ text }: { text: string }) {
  return <span title={text}>{useConditionWords()(text)}</span>;
}
