import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { content, leads, once } from '../../api/client';
import type { FormTerms, WebForm } from '../../api/types';
import { language } from '../../i18n';
import { Sheet } from '../../ui/Sheet';
import { moved } from '../admin/Ordered';
import { Check, IconButton, Refusal } from '../admin/parts';
import { useCommand } from '../admin/useCommand';
import { useNames } from '../leads/names';
import { digits, several } from './codes';

const FIELDS = ['contact', 'company', 'phone', 'email', 'need', 'name', 'address', 'region', 'industry', 'company_size'] as const;
const SITE = 'https://www.example.com';
type Asked = FormTerms['fields'][number];

/** A form: what it asks and how, which source its leads have, and where it may stand. */
export function FormSheet({ form, onClose }: { form: WebForm | null; onClose: () => void }) {
  const { t } = useTranslation('areas');
  const { t: w } = useTranslation();
  const { sources, source } = useNames();
  const command = useCommand();
  const [terms, set] = useState<FormTerms>(
    form?.terms ?? {
      name: '', heading: t('forms.headingStart'), language: language() === 'en' ? 'en' : 'zh', source: 'website', submit_label: t('forms.submitStart'), thanks: t('forms.thanksStart'), min_seconds: 3, active: true, allowed_origins: [],
      fields: (['contact', 'company', 'phone', 'need'] as const).map((field) => ({ field, label: w(`leads.field.${field}`), required: field === 'phone' })),
    },
  );
  const [origins, setOrigins] = useState((terms.allowed_origins ?? []).join(', '));
  const change = (part: Partial<FormTerms>) => set({ ...terms, ...part });
  const put = (at: number, part: Partial<Asked>) => change({ fields: terms.fields.map((each, index) => (index === at ? { ...each, ...part } : each)) });
  const left = FIELDS.filter((field) => !terms.fields.some((each) => each.field === field));
  const save = async () => {
    const body: FormTerms = { ...terms, name: terms.name.trim(), heading: terms.heading.trim(), campaign: terms.campaign?.trim() || null, redirect_url: terms.redirect_url?.trim() || null, allowed_origins: several(origins) };
    const saved = await command.give(() => content(form ? leads.PUT('/api/leads/v1/forms/{form_id}', { params: { path: { form_id: form.id }, header: once() }, body }) : leads.POST('/api/leads/v1/forms', { params: { header: once() }, body })), t('saved'));
    if (saved) onClose();
  };
  return (
    <Sheet title={form?.terms.name ?? t('forms.add')} hint={t('forms.sheetHint')} opened onClose={onClose} onSubmit={save} busy={command.busy} submit={w('common.save')} wide>
      <div className="fields">
        <TextInput label={t('forms.name')} placeholder={t('forms.example')} value={terms.name} error={command.at('/name')} onChange={(event) => change({ name: event.currentTarget.value })} />
        <TextInput label={t('forms.heading')} value={terms.heading} error={command.at('/heading')} onChange={(event) => change({ heading: event.currentTarget.value })} />
        <NativeSelect label={w('leads.source')} value={terms.source} error={command.at('/source')} onChange={(event) => change({ source: event.currentTarget.value })} data={sources.map(({ code }) => ({ value: code, label: source(code) }))} />
        <TextInput label={w('leads.field.campaign')} value={terms.campaign ?? ''} error={command.at('/campaign')} onChange={(event) => change({ campaign: event.currentTarget.value })} />
      </div>
      <fieldset className="condition">
        <legend>{t('forms.asks')}</legend>
        <ol className="step-fields asked">
          {terms.fields.map((each, at) => (
            <li key={each.field}>
              <TextInput label={w(`leads.field.${each.field}`)} value={each.label} error={command.at(`/fields/${at}/label`)} onChange={(event) => put(at, { label: event.currentTarget.value })} />
              <Check label={t('forms.required')} checked={each.required ?? false} onChange={(required) => put(at, { required })} />
              <span className="row" style={{ gap: 0 }}>
                <IconButton icon="arrowUp" label={t('moveUp', { name: each.label })} disabled={at === 0} onClick={() => change({ fields: moved(terms.fields, at, at - 1) })} />
                <IconButton icon="arrowDown" label={t('moveDown', { name: each.label })} disabled={at === terms.fields.length - 1} onClick={() => change({ fields: moved(terms.fields, at, at + 1) })} />
                <IconButton icon="cross" label={t('dropIt', { name: each.label })} disabled={terms.fields.length === 1} onClick={() => change({ fields: terms.fields.filter((_, index) => index !== at) })} />
              </span>
            </li>
          ))}
        </ol>
        <span className="among">
          {left.map((field) => (
            <Button key={field} size="sm" h={40} variant="default" onClick={() => change({ fields: [...terms.fields, { field, label: w(`leads.field.${field}`), required: false }] })}>
              + {w(`leads.field.${field}`)}
            </Button>
          ))}
        </span>
        {command.at('/fields') && (
          <p className="small bad-text" role="alert">
            {command.at('/fields')}
          </p>
        )}
      </fieldset>
      <TextInput label={t('forms.origins')} description={t('forms.originsHint')} placeholder={SITE} value={origins} error={command.at('/allowed_origins', true)} onChange={(event) => setOrigins(event.currentTarget.value)} />
      <div className="fields">
        <TextInput label={t('forms.submit')} value={terms.submit_label ?? ''} error={command.at('/submit_label')} onChange={(event) => change({ submit_label: event.currentTarget.value })} />
        <NativeSelect label={w('common.language')} value={terms.language ?? 'zh'} onChange={(event) => change({ language: event.currentTarget.value as 'zh' })} data={[{ value: 'zh', label: t('forms.chinese') }, { value: 'en', label: t('forms.english') }]} />
        <TextInput label={t('forms.seconds')} description={t('forms.secondsHint')} inputMode="numeric" value={String(terms.min_seconds ?? 3)} error={command.at('/min_seconds')} onChange={(event) => change({ min_seconds: Number(digits(event.currentTarget.value)) })} />
      </div>
      <Textarea label={t('forms.thanks')} rows={2} value={terms.thanks ?? ''} error={command.at('/thanks')} onChange={(event) => change({ thanks: event.currentTarget.value })} />
      <TextInput label={t('forms.redirect')} description={t('forms.redirectHint')} value={terms.redirect_url ?? ''} error={command.at('/redirect_url')} onChange={(event) => change({ redirect_url: event.currentTarget.value })} />
      <Check label={t('inUse')} checked={terms.active ?? true} onChange={(active) => change({ active })} />
      <Refusal command={command} shown={['/name', '/heading', '/source', '/campaign', '/fields', '/allowed_origins', '/submit_label', '/min_seconds', '/thanks', '/redirect_url']} />
    </Sheet>
  );
}
