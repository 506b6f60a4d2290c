/** Leads handed on: everything of somebody who leaves, or what matches, to people in turn or back through the rules. */
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import '../../i18n/areas';
import { content, leads, once, seen } from '../../api/client';
import type { Transfer } from '../../api/types';
import zh from '../../i18n/zh';
import { number, when } from '../../i18n/format';
import { useAsk } from '../../offline/answers';
import { usePeople } from '../../offline/people';
import { Listed } from '../../ui/Listed';
import { Card, Empty, Tag } from '../../ui/parts';
import { Sheet } from '../../ui/Sheet';
import { Heading, Refusal } from '../admin/parts';
import { PeopleField, useSellers } from '../admin/PeopleField';
import { useCommand } from '../admin/useCommand';
import { useNames } from '../leads/names';
import { digits } from './codes';
import './areas.css';

const SOON = 1_000;

export default function Transfers() {
  const { t } = useTranslation('areas');
  const [open, setOpen] = useState<'person' | 'filter' | null>(null);
  const [every, setEvery] = useState<number | false>(false);
  const asked = useAsk(['leads', 'transfers'], () => content(leads.GET('/api/leads/v1/transfers', { params: { query: { limit: 50, ...seen('leads') } } })), { every });
  const on = asked.data?.items.some((each) => each.status === 'running') ?? false;
  if (on !== Boolean(every)) setEvery(on ? SOON : false);
  return (
    <div className="setup">
      <Heading title={t('transfers.title')} hint={t('transfers.hint')}>
        <Button onClick={() => setOpen('person')}>{t('transfers.person')}</Button>
        <Button variant="default" onClick={() => setOpen('filter')}>
          {t('transfers.filter')}
        </Button>
      </Heading>
      <Card title={t('transfers.past')} flush>
        <Listed of={asked} bones={3} empty={<Empty icon="out" title={t('transfers.none')} hint={t('transfers.noneHint')} />}>
          {(transfer) => <One key={transfer.id} of={transfer} />}
        </Listed>
      </Card>
      {open && <TransferSheet of={open} onClose={() => setOpen(null)} />}
    </div>
  );
}

function One({ of }: { of: Transfer }) {
  const { t } = useTranslation('areas');
  const { t: w } = useTranslation();
  const people = usePeople();
  const running = of.status === 'running';
  return (
    <li>
      <div className="line still">
        <span className="first">{t('transfers.handed', { done: number(of.handed_on), count: number(of.leads) })}</span>
        <span className="end">
          <Tag tone={running ? 'info' : 'good'}>{t(running ? 'transfers.running' : 'transfers.finished')}</Tag>
        </span>
        <span className="second">{[of.to.length ? of.to.map(people).join(t('comma')) : t('transfers.byRules'), of.reason].join(' · ')}</span>
        <span className="second end num">{[people(of.started_by), when(of.started_at)].join(' · ')}</span>
        {running && <progress className="progress" style={{ gridColumn: '1 / -1' }} aria-label={t('transfers.running')} max={of.leads || 1} value={of.handed_on + of.left.length} />}
        {of.left.length > 0 && (
          <details style={{ gridColumn: '1 / -1' }}>
            <summary className="link small">{t('transfers.left', { count: of.left.length })}</summary>
            <ul className="small">
              {of.left.map((each) => (
                <li key={each.lead_id}>
                  {each.reason} <Link className="link" href={`/leads/${each.lead_id}`}>{w('common.view')}</Link>
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
    </li>
  );
}

function TransferSheet({ of, onClose }: { of: 'person' | 'filter'; onClose: () => void }) {
  const { t } = useTranslation('areas');
  const { t: w } = useTranslation();
  const sellers = useSellers();
  const { sources, source, region } = useNames();
  const command = useCommand();
  const [form, set] = useState({ from: '', source: '', region: '', least: '', most: '', to: [] as string[], reason: '' });
  const [missing, setMissing] = useState(false);
  const change = (part: Partial<typeof form>) => set({ ...form, ...part });
  const send = async () => {
    const named = of === 'person' ? form.from !== '' : form.from !== '' || form.source !== '' || form.region !== '' || form.least !== '' || form.most !== '';
    setMissing(!named || !form.reason.trim());
    if (!named || !form.reason.trim()) return;
    const { to } = form;
    const reason = form.reason.trim();
    const started = await command.give(
      () =>
        of === 'person'
          ? content(leads.POST('/api/leads/v1/people/{person_id}/hand-over', { params: { path: { person_id: form.from }, header: once() }, body: { to, reason } }))
          : content(
              leads.POST('/api/leads/v1/transfers', {
                params: { header: once() },
                body: { filter: { ...(form.from ? { owner_id: form.from } : {}), ...(form.source ? { source: form.source } : {}), ...(form.region ? { region: form.region } : {}), ...(form.least ? { min_score: Number(form.least) } : {}), ...(form.most ? { max_score: Number(form.most) } : {}) }, to, reason },
              }),
            ),
      t('transfers.started'),
    );
    if (started) onClose();
  };
  const people = [{ value: '', label: of === 'person' ? '—' : t('transfers.anybody') }, ...sellers.map((each) => ({ value: each.person_id, label: each.name }))];
  return (
    <Sheet title={t(of === 'person' ? 'transfers.person' : 'transfers.filter')} hint={t(of === 'person' ? 'transfers.personHint' : 'transfers.filterHint')} opened onClose={onClose} onSubmit={send} busy={command.busy} submit={t('transfers.go')} wide>
      <NativeSelect label={t('transfers.from')} value={form.from} error={missing && of === 'person' && !form.from && t('transfers.fromNeeded')} onChange={(event) => change({ from: event.currentTarget.value })} data={people} />
      {of === 'filter' && (
        <div className="fields">
          <NativeSelect label={w('leads.source')} value={form.source} onChange={(event) => change({ source: event.currentTarget.value })} data={[{ value: '', label: w('common.all') }, ...sources.map(({ code }) => ({ value: code, label: source(code) }))]} />
          <NativeSelect label={w('leads.field.region')} value={form.region} onChange={(event) => change({ region: event.currentTarget.value })} data={[{ value: '', label: w('common.all') }, ...Object.keys(zh.leads.region).map((value) => ({ value, label: region(value) }))]} />
          <TextInput label={t('transfers.least')} inputMode="numeric" value={form.least} error={command.at('/filter/min_score')} onChange={(event) => change({ least: digits(event.currentTarget.value) })} />
          <TextInput label={t('transfers.most')} inputMode="numeric" value={form.most} error={command.at('/filter/max_score')} onChange={(event) => change({ most: digits(event.currentTarget.value) })} />
        </div>
      )}
      {missing && of === 'filter' && form.reason.trim() && <p className="small bad-text" role="alert">{t('transfers.filterNeeded')}</p>}
      <PeopleField label={t('transfers.to')} hint={t('transfers.toHint')} value={form.to} error={command.at('/to', true)} onChange={(to) => change({ to })} />
      <TextInput label={w('common.reason')} placeholder={t('transfers.example')} value={form.reason} error={missing && !form.reason.trim() ? w('common.reasonNeeded') : command.at('/reason')} onChange={(event) => change({ reason: event.currentTarget.value })} />
      <Refusal command={command} shown={['/to', '/reason', '/filter/']} />
    </Sheet>
  );
}
