/** What can be edited of a lead, as text in a form and as the command takes it. */
import type { LeadDetail, ReviseLead } from '../../api/types';
import type { Queued } from '../../offline/db';

export const FIELDS = ['company', 'contact', 'phone', 'email', 'name', 'need', 'budget', 'company_size', 'address', 'notes'] as const;
export type Field = (typeof FIELDS)[number];
export type Known = Pick<LeadDetail, Field>;
export type Form = Record<Field, string>;

/** The lead with what the person changed and has not sent yet. */
export function withEdits(lead: Known, waiting: readonly Queued[]): Known {
  return Object.assign({}, lead, ...waiting.map((row) => row.body)) as Known;
}

export function formOf(known: Known): Form {
  const text = (field: Field): string => {
    const value = known[field];
    if (value === null || value === undefined) return '';
    return typeof value === 'object' ? value.amount : String(value);
  };
  return Object.fromEntries(FIELDS.map((field) => [field, text(field)])) as Form;
}

/** The fields that were changed, null where they were emptied. The currency of a budget stays. */
export function changes(known: Known, form: Form): ReviseLead {
  const before = formOf(known);
  const value = (field: Field) => {
    const text = form[field].trim();
    if (text === '') return null;
    if (field === 'budget') return { amount: text, currency: known.budget?.currency ?? 'CNY' };
    return field === 'company_size' ? Number(text) : text;
  };
  return Object.fromEntries(FIELDS.filter((field) => form[field].trim() !== before[field].trim()).map((field) => [field, value(field)])) as ReviseLead;
}
