/** Change what is known of a lead, also without a network; another's change of the same field is shown beside it. */
import { Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';

import type { Problem } from '../../api/problems';
import type { LeadDetail } from '../../api/types';
import '../../i18n/further';
import { newId } from '../../offline/ids';
import { metAnother, submit } from '../../offline/outbox';
import { useOutbox } from '../../offline/useOutbox';
import { Sheet } from '../../ui/Sheet';
import { say } from '../../ui/toast';
import { useGiving } from '../../ui/useGiving';
import { changes, formOf, withEdits, type Field, type Form } from './editing';

export function EditSheet({ lead, onClose }: { lead: LeadDetail; onClose: () => void }) {
  const { t } = useTranslation('further');
  const { t: w } = useTranslation();
  const [, go] = useLocation();
  const waiting = useOutbox().filter((row) => row.subject === lead.id && row.kind === 'revise');
  // What the form began with stays its base, also when the lead changes while it is open.
  const [start] = useState(lead);
  const known = withEdits(start, waiting);
  const [changed, change] = useState<Partial<Form>>({});
  const [fault, setFault] = useState<Problem | null>(null);
  const { busy, giving } = useGiving();
  const form = { ...formOf(known), ...changed };

  const field = (name: Field) => ({
    label: name === 'budget' ? `${w('leads.field.budget')} (${known.budget?.currency ?? 'CNY'})` : w(`leads.field.${name}`),
    value: form[name],
    error: fault?.errors?.find((each) => each.pointer?.includes(`/${name}`))?.detail,
    onChange: (event: { currentTarget: { value: string } }) => change({ ...changed, [name]: event.currentTarget.value }),
  });
  const save = async () => {
    const body = changes(known, form);
    const fields = Object.keys(body) as Field[];
    if (fields.length === 0) {
      say(t('edit.nothing'));
      return onClose();
    }
    const key = newId();
    const base = Object.fromEntries(fields.map((name) => [name, known[name]]));
    setFault(null);
    const command = () => submit({ key, service: 'leads', method: 'PATCH', path: `/api/leads/v1/leads/${lead.id}`, body, base, if_match: `"${start.version}"`, subject: lead.id, kind: 'revise', title: lead.company ?? lead.name });
    const refused = (problem: Problem) => {
      if (!metAnother({ base }, problem)) return setFault(problem);
      say(t('edit.clash'), true);
      go(`/outbox/${key}`);
    };
    if (await giving(command, t('edit.saved'), refused)) onClose();
  };
  return (
    <Sheet title={t('edit.title')} hint={lead.company ?? lead.name} opened onClose={onClose} onSubmit={save} busy={busy} submit={w('common.save')} wide>
      <TextInput {...field('company')} autoComplete="off" />
      <TextInput {...field('contact')} autoComplete="off" />
      <TextInput {...field('phone')} type="tel" inputMode="tel" autoComplete="off" />
      <TextInput {...field('email')} type="email" inputMode="email" autoComplete="off" />
      <TextInput {...field('name')} />
      <Textarea {...field('need')} rows={3} />
      <TextInput {...field('budget')} inputMode="decimal" />
      <TextInput {...field('company_size')} inputMode="numeric" />
      <TextInput {...field('address')} autoComplete="off" />
      <Textarea {...field('notes')} rows={2} />
      {fault && !fault.errors?.some((each) => each.pointer) && (
        <p className="fault" role="alert">
          {fault.detail ?? fault.title}
        </p>
      )}
    </Sheet>
  );
}
