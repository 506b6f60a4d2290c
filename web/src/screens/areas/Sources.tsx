/** Where leads come from: the sources of the company, and its campaigns with their cost. */
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Redirect, Route, Switch } from 'wouter';

import '../../i18n/areas';
import { content, leads, once, seen } from '../../api/client';
import type { Campaign, Source } from '../../api/types';
import { usePerson } from '../../app/session';
import { language } from '../../i18n';
import { day, money } from '../../i18n/format';
import { useAsk } from '../../offline/answers';
import { Listed } from '../../ui/Listed';
import { Card, Empty, Tag } from '../../ui/parts';
import { Sheet } from '../../ui/Sheet';
import { owns } from '../admin/areas';
import { Check, Heading, Refusal, Tabs } from '../admin/parts';
import { useCommand } from '../admin/useCommand';
import { useNames } from '../leads/names';
import { codeOf, digits, several } from './codes';

const ROOT = '/admin/sources';

export default function Sources() {
  return (
    <Switch>
      <Route path={ROOT} component={SourceList} />
      <Route path={`${ROOT}/campaigns`} component={CampaignList} />
      <Route>
        <Redirect to={ROOT} />
      </Route>
    </Switch>
  );
}

function Head({ at, add, label }: { at: string; add: () => void; label: string }) {
  const { t } = useTranslation('areas');
  const person = usePerson();
  return (
    <>
      <Heading title={t('sources.title')} hint={t('sources.hint')}>
        {owns(person) && <Button onClick={add}>{label}</Button>}
      </Heading>
      <Tabs label={t('sources.title')} at={at} tabs={[{ path: ROOT, name: t('sources.sources') }, { path: `${ROOT}/campaigns`, name: t('sources.campaigns') }]} />
    </>
  );
}

function SourceList() {
  const { t } = useTranslation('areas');
  const person = usePerson();
  const [open, setOpen] = useState<Source | 'new' | null>(null);
  const { data, error, pending, again } = useAsk(['leads-settings', 'all-sources'], () => content(leads.GET('/api/leads/v1/sources')));
  return (
    <div className="setup">
      <Head at={ROOT} add={() => setOpen('new')} label={t('sources.add')} />
      <Card flush>
        <Listed of={{ data: data && { items: data }, error, pending, again }} bones={4} empty={<Empty icon="globe" title={t('sources.none')} />}>
          {(source) => (
            <li key={source.code}>
              <Row may={owns(person)} open={() => setOpen(source)} label={language() === 'en' ? source.name_en : source.name_zh}>
                <span className="first cut">{language() === 'en' ? source.name_en : source.name_zh}</span>
                <span className="end">{source.active === false && <Tag>{t('unused')}</Tag>}</span>
                <span className="second">{[source.code, source.words?.length ? t('sources.words', { words: source.words.join(t('comma')) }) : ''].filter(Boolean).join(' · ')}</span>
              </Row>
            </li>
          )}
        </Listed>
      </Card>
      <p className="soft small">{t('sources.keep')}</p>
      {open && <SourceSheet source={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
    </div>
  );
}

/** A row that opens what it shows, for who may change it. */
export function Row({ may, open, label, children }: { may: boolean; open: () => void; label: string; children: React.ReactNode }) {
  const { t } = useTranslation('areas');
  if (!may) return <div className="line still">{children}</div>;
  return (
    <button type="button" className="line" onClick={open} title={t('editIt', { name: label })}>
      {children}
    </button>
  );
}

function SourceSheet({ source, onClose }: { source: Source | null; onClose: () => void }) {
  const { t } = useTranslation('areas');
  const { t: w } = useTranslation();
  const command = useCommand();
  const [form, set] = useState({ code: source?.code ?? '', name_zh: source?.name_zh ?? '', name_en: source?.name_en ?? '', words: (source?.words ?? []).join(', '), order: String(source?.order ?? 100), active: source?.active ?? true });
  const change = (part: Partial<typeof form>) => set({ ...form, ...part });
  const save = async () => {
    const code = form.code || codeOf(form.name_en);
    const body = { name_zh: form.name_zh.trim(), name_en: form.name_en.trim(), words: several(form.words), order: Number(form.order) || 0, active: form.active };
    const saved = await command.give(() => leads.PUT('/api/leads/v1/sources/{code}', { params: { path: { code }, header: once() }, body }), t('saved'));
    if (saved) onClose();
  };
  return (
    <Sheet title={source ? t('sources.edit') : t('sources.add')} hint={t('sources.sheetHint')} opened onClose={onClose} onSubmit={save} busy={command.busy} submit={w('common.save')}>
      <div className="fields">
        <TextInput label={t('nameZh')} value={form.name_zh} error={command.at('/name_zh')} onChange={(event) => change({ name_zh: event.currentTarget.value })} />
        <TextInput label={t('nameEn')} value={form.name_en} error={command.at('/name_en')} onChange={(event) => change({ name_en: event.currentTarget.value })} />
      </div>
      {!source && <TextInput label={t('code')} description={t('codeHint')} placeholder={codeOf(form.name_en)} value={form.code} onChange={(event) => change({ code: codeOf(event.currentTarget.value) })} />}
      <TextInput label={t('sources.alsoCalled')} description={t('sources.alsoHint')} value={form.words} error={command.at('/words', true)} onChange={(event) => change({ words: event.currentTarget.value })} />
      <TextInput label={t('sources.order')} inputMode="numeric" value={form.order} error={command.at('/order')} onChange={(event) => change({ order: digits(event.currentTarget.value) })} />
      <Check label={t('inUse')} hint={t('sources.inUseHint')} checked={form.active} onChange={(active) => change({ active })} />
      <Refusal command={command} shown={['/name', '/words', '/order']} />
    </Sheet>
  );
}

function CampaignList() {
  const { t } = useTranslation('areas');
  const person = usePerson();
  const { source } = useNames();
  const [open, setOpen] = useState<Campaign | 'new' | null>(null);
  const asked = useAsk(['leads-settings', 'campaigns'], () => content(leads.GET('/api/leads/v1/campaigns', { params: { query: { limit: 200, ...seen('leads') } } })));
  return (
    <div className="setup">
      <Head at={`${ROOT}/campaigns`} add={() => setOpen('new')} label={t('campaigns.add')} />
      <Card flush>
        <Listed of={asked} bones={4} empty={<Empty icon="trophy" title={t('campaigns.none')} hint={t('campaigns.noneHint')} />}>
          {(campaign) => (
            <li key={campaign.code}>
              <Row may={owns(person)} open={() => setOpen(campaign)} label={campaign.name}>
                <span className="first cut">{campaign.name}</span>
                <span className="end num">{campaign.cost ? money(campaign.cost, false) : '—'}</span>
                <span className="second">{[source(campaign.source), campaign.code].join(' · ')}</span>
                <span className="second end num">{campaign.active ? [campaign.starts_on, campaign.ends_on].filter(Boolean).map((date) => day(`${date}T12:00:00`)).join(' – ') : <Tag>{t('unused')}</Tag>}</span>
              </Row>
            </li>
          )}
        </Listed>
      </Card>
      {open && <CampaignSheet campaign={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
    </div>
  );
}

function CampaignSheet({ campaign, onClose }: { campaign: Campaign | null; onClose: () => void }) {
  const { t } = useTranslation('areas');
  const { t: w } = useTranslation();
  const { sources, source } = useNames();
  const command = useCommand();
  const [form, set] = useState({ code: campaign?.code ?? '', name: campaign?.name ?? '', source: campaign?.source ?? '', starts_on: campaign?.starts_on ?? '', ends_on: campaign?.ends_on ?? '', cost: campaign?.cost?.amount ?? '', currency: campaign?.cost?.currency ?? 'CNY', active: campaign?.active ?? true });
  const change = (part: Partial<typeof form>) => set({ ...form, ...part });
  const [missing, setMissing] = useState(false);
  const save = async () => {
    const code = form.code || codeOf(form.name);
    setMissing(!code);
    if (!code) return;
    const body = {
      name: form.name.trim(), source: form.source || (sources[0]?.code ?? ''), active: form.active, starts_on: form.starts_on || null, ends_on: form.ends_on || null,
      cost: form.cost ? { amount: form.cost, currency: form.currency } : null,
    };
    const saved = await command.give(() => leads.PUT('/api/leads/v1/campaigns/{code}', { params: { path: { code }, header: once() }, body }), t('saved'));
    if (saved) onClose();
  };
  return (
    <Sheet title={campaign ? t('campaigns.edit') : t('campaigns.add')} hint={t('campaigns.sheetHint')} opened onClose={onClose} onSubmit={save} busy={command.busy} submit={w('common.save')}>
      <TextInput label={t('name')} placeholder={t('campaigns.example')} value={form.name} error={command.at('/name')} onChange={(event) => change({ name: event.currentTarget.value })} />
      {!campaign && <TextInput label={t('code')} description={t('campaigns.codeHint')} placeholder={codeOf(form.name)} value={form.code} error={missing && t('codeNeeded')} onChange={(event) => change({ code: codeOf(event.currentTarget.value) })} />}
      <NativeSelect label={w('leads.source')} value={form.source} error={command.at('/source')} onChange={(event) => change({ source: event.currentTarget.value })} data={sources.map(({ code }) => ({ value: code, label: source(code) }))} />
      <div className="fields">
        <TextInput type="date" label={t('campaigns.starts')} value={form.starts_on} error={command.at('/starts_on')} onChange={(event) => change({ starts_on: event.currentTarget.value })} />
        <TextInput type="date" label={t('campaigns.ends')} value={form.ends_on} error={command.at('/ends_on')} onChange={(event) => change({ ends_on: event.currentTarget.value })} />
        <TextInput label={t('campaigns.cost')} inputMode="decimal" value={form.cost} error={command.at('/cost', true)} onChange={(event) => change({ cost: event.currentTarget.value.replace(/[^0-9.]/g, '') })} />
        <NativeSelect label={w('leads.field.currency')} value={form.currency} onChange={(event) => change({ currency: event.currentTarget.value })} data={['CNY', 'USD', 'EUR', 'GBP', 'JPY', 'HKD']} />
      </div>
      <Check label={t('inUse')} checked={form.active} onChange={(active) => change({ active })} />
      <Refusal command={command} shown={['/name', '/source', '/starts_on', '/ends_on', '/cost']} />
    </Sheet>
  );
}
