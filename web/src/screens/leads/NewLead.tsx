/** A new lead: works without a network, and warns of one that may be there already while there is one. */
import { Button, NativeSelect, TextInput, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';

import { content, leads } from '../../api/client';
import type { Problem } from '../../api/problems';
import type { RegisterLead } from '../../api/types';
import '../../i18n/lead';
import zh from '../../i18n/zh';
import { useDraft } from '../../offline/drafts';
import { newId } from '../../offline/ids';
import { submit } from '../../offline/outbox';
import { Card, Tag } from '../../ui/parts';
import { complain, say } from '../../ui/toast';
import { Evidences } from './Evidences';
import { useNames } from './names';
import './lead.css';

type Text = 'name' | 'company' | 'contact' | 'phone' | 'email' | 'source' | 'region' | 'company_size' | 'budget' | 'need' | 'notes';
type Draft = Record<Text, string>;
const START: Draft = { name: '', company: '', contact: '', phone: '', email: '', source: '', region: '', company_size: '', budget: '', need: '', notes: '' };
const REGIONS = Object.keys(zh.leads.region) as (keyof typeof zh.leads.region)[];

/** The command; empty fields are left out. A lead without a name is called after its company or contact. */
export function registering(draft: Draft, id: string): RegisterLead {
  const text = (field: Text) => draft[field].trim() || null;
  const command: RegisterLead = { id, name: text('name') ?? text('company') ?? text('contact') ?? '' };
  for (const field of ['company', 'contact', 'phone', 'email', 'source', 'region', 'need', 'notes'] as const) {
    const value = text(field);
    if (value) command[field] = value;
  }
  if (text('company_size')) command.company_size = Number(draft.company_size);
  if (text('budget')) command.budget = { amount: draft.budget.trim(), currency: 'CNY' };
  return command;
}

export default function NewLead() {
  const { t } = useTranslation();
  const { t: l } = useTranslation('lead');
  const [, go] = useLocation();
  const [draft, change, forget] = useDraft<Draft>('lead', START);
  const [fault, setFault] = useState<Problem | null>(null);
  const [missing, setMissing] = useState<'name' | 'reach' | null>(null);
  const [busy, setBusy] = useState(false);
  const { sources, source } = useNames();

  const field = (name: Text) => ({
    label: t(`leads.field.${name}`),
    value: draft[name],
    error: fault?.errors?.find((each) => each.pointer?.endsWith(`/${name}`))?.detail,
    onChange: (event: { currentTarget: { value: string } }) => {
      setMissing(null);
      change({ [name]: event.currentTarget.value });
    },
  });
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const id = newId();
    const body = registering(draft, id);
    if (!body.name) return setMissing('name');
    if (!body.phone && !body.email) return setMissing('reach');
    setBusy(true);
    setFault(null);
    try {
      const outcome = await submit({ service: 'leads', method: 'POST', path: '/api/leads/v1/leads', body, subject: id, kind: 'registerLead', title: body.company ?? body.name });
      if (outcome.state === 'rejected') return setFault(outcome.problem);
      forget();
      if (outcome.state === 'waiting') {
        say(t('sync.queued'));
        return go('/leads');
      }
      const taken = outcome.body as { id: string; merged: boolean };
      say(l(taken.merged ? 'absorbed' : 'created'));
      go(`/leads/${taken.id}`);
    } catch (error) {
      complain(error);
    } finally {
      setBusy(false);
    }
  };
  const general = fault && !fault.errors?.some((each) => each.pointer) ? (fault.detail ?? fault.title) : null;
  return (
    <div className="page">
      <form className="form" onSubmit={(event) => void save(event)} noValidate>
        <h1 className="only-wide">{t('leads.new')}</h1>
        <Card title={l('basics')}>
          <TextInput {...field('company')} autoComplete="organization" />
          <div className="two">
            <TextInput {...field('contact')} autoComplete="off" />
            <TextInput {...field('phone')} type="tel" inputMode="tel" autoComplete="off" error={field('phone').error ?? (missing === 'reach' ? l('reachNeeded') : undefined)} />
          </div>
          <TextInput {...field('email')} type="email" inputMode="email" autoComplete="off" />
          <Similar draft={draft} />
        </Card>
        <Card title={l('business')}>
          <TextInput {...field('name')} placeholder={l('namePlaceholder')} error={field('name').error ?? (missing === 'name' ? l('nameNeeded') : undefined)} />
          <Textarea {...field('need')} placeholder={l('needPlaceholder')} description={l('needHint')} rows={3} />
          <div className="two">
            <NativeSelect {...field('source')} data={[{ value: '', label: t('common.none') }, ...sources.map(({ code }) => ({ value: code, label: source(code) }))]} />
            <NativeSelect {...field('region')} data={[{ value: '', label: t('common.none') }, ...REGIONS.map((value) => ({ value, label: t(`leads.region.${value}`) }))]} />
            <TextInput {...field('budget')} label={`${t('leads.field.budget')} (CNY)`} inputMode="decimal" />
            <TextInput {...field('company_size')} inputMode="numeric" />
          </div>
          <Textarea {...field('notes')} rows={2} />
        </Card>
        {general && (
          <p className="fault" role="alert">
            {general}
          </p>
        )}
        <div className="form-end">
          <Button component={Link} href="/leads" variant="default">
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={busy}>
            {t('common.save')}
          </Button>
        </div>
      </form>
    </div>
  );
}

/** Who the server knows that may be this one. Without a network the server looks when the lead arrives. */
function Similar({ draft }: { draft: Draft }) {
  const { t } = useTranslation();
  const { t: l } = useTranslation('lead');
  const asked = { ...(draft.company.trim().length > 2 ? { company: draft.company.trim() } : {}), ...(draft.phone.trim().length > 6 ? { phone: draft.phone.trim() } : {}), ...(draft.email.includes('@') ? { email: draft.email.trim() } : {}) };
  const [settled] = useDebouncedValue(JSON.stringify(asked), 500);
  const { data } = useQuery({
    queryKey: ['leads', 'similar', settled],
    queryFn: () => content(leads.POST('/api/leads/v1/duplicates/check', { body: JSON.parse(settled) as typeof asked })),
    enabled: settled !== '{}',
    retry: false,
  });
  const found = data?.candidates.slice(0, 3) ?? [];
  if (found.length === 0) return null;
  return (
    <div className="note" role="status">
      <b>{l('similar')}</b>
      <p className="small">{l('similarHint')}</p>
      {found.map((candidate) => (
        <div key={candidate.id} className="candidate">
          <p className="row between">
            <b className="cut">{candidate.details?.company ?? candidate.details?.name ?? t('common.unknown')}</b>
            <Tag tone="warn">{t(`leads.verdict.${candidate.verdict}`)}</Tag>
          </p>
          <p className="small">{[candidate.details?.contact, candidate.owner_name].filter(Boolean).join(' · ')}</p>
          <Evidences candidate={candidate} />
        </div>
      ))}
    </div>
  );
}
