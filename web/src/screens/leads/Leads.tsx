/** Leads: saved views and filters on the left, the chosen one on the right. */
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import { useRowKeys } from '../../app/keys';
import { leads as leadsOthers, mayWrite, usePerson } from '../../app/session';
import { useDraft } from '../../offline/drafts';
import { useOutbox } from '../../offline/useOutbox';
import { Icon } from '../../ui/Icon';
import { Panes } from '../../ui/Panes';
import { Listed } from '../../ui/Listed';
import { Choice, Empty, Stored, Tag } from '../../ui/parts';
import { LeadPage } from './LeadPage';
import { LeadRow } from './LeadRow';
import { useNames } from './names';
import { useLeads, VIEWS, type LeadFilter, type View } from './queries';

const HandOnSheet = lazy(() => import('./HandOnSheet'));
const SaveViewSheet = lazy(() => import('./SaveViewSheet'));

const KEPT = 'kuaicrm.leads.filter';
const START: LeadFilter = { view: 'queue', q: '', source: '', grade: '', sort: '' };

/** The filter, as it was left the last time. */
function useFilter() {
  const [filter, set] = useState<LeadFilter>(() => ({ ...START, ...(JSON.parse(sessionStorage.getItem(KEPT) ?? '{}') as Partial<LeadFilter>) }));
  const change = (part: Partial<LeadFilter>) => {
    const next = { ...filter, ...part };
    sessionStorage.setItem(KEPT, JSON.stringify(next));
    set(next);
  };
  return [filter, change] as const;
}

/** A filter under a name, on this device, for this person. */
export interface SavedView {
  name: string;
  filter: LeadFilter;
}

const NO_VIEWS = { views: [] as SavedView[] };

export default function Leads({ id }: { id: string | undefined }) {
  const { t } = useTranslation();
  return (
    <Panes
      list={<LeadList current={id} />}
      detail={id ? <LeadPage key={id} id={id} /> : <Empty icon="leads" title={t('leads.pick')} hint={t('leads.pickHint')} />}
      chosen={id !== undefined}
    />
  );
}

function LeadList({ current }: { current: string | undefined }) {
  const { t } = useTranslation();
  const person = usePerson();
  const [filter, change] = useFilter();
  const [pages, setPages] = useState(1);
  const [q] = useDebouncedValue(filter.q.trim(), 250);
  const { data, at, stored, error, pending, changing, again } = useLeads({ ...filter, q }, pages);
  useRowKeys('.pane-list .rows a');
  const { t: l } = useTranslation('lead');
  const [picked, pick] = useState<ReadonlySet<string> | null>(null);
  const [handing, setHanding] = useState(false);
  const toggle = (id: string) => pick(new Set(picked?.has(id) ? [...(picked ?? [])].filter((each) => each !== id) : [...(picked ?? []), id]));
  const open = (data?.items ?? []).filter((lead) => lead.status === 'open');
  const narrowed = q !== '' || filter.source !== '' || filter.grade !== '';
  return (
    <>
      <Filters filter={filter} change={(part) => { setPages(1); change(part); }} />
      <WaitingLeads />
      {leadsOthers(person) && open.length > 0 && (
        <div className="picking">
          {picked ? (
            <>
              <span className="grow num" role="status">{l('bulk.picked', { count: picked.size })}</span>
              <button type="button" className="link" onClick={() => pick(new Set(open.map(({ id }) => id)))}>{l('bulk.all')}</button>
              <Button size="sm" h={40} disabled={picked.size === 0} onClick={() => setHanding(true)}>{l('bulk.handOn')}</Button>
              <Button size="sm" h={40} variant="default" onClick={() => pick(null)}>{t('common.cancel')}</Button>
            </>
          ) : (
            <button type="button" className="link" onClick={() => pick(new Set())}>{l('bulk.pick')}</button>
          )}
        </div>
      )}
      <Suspense>
        {handing && picked && <HandOnSheet ids={[...picked]} onClose={() => setHanding(false)} done={() => { setHanding(false); pick(null); }} />}
      </Suspense>
      <div style={{ opacity: changing ? 0.55 : 1 }}>
        {stored && <p style={{ padding: '.625rem 1.125rem 0' }}><Stored stored={stored} at={at} /></p>}
        <Listed
          of={{ data, error, pending, again }}
          bones={9}
          empty={
            narrowed || filter.view !== 'open' ? (
              <Empty icon="search" title={t('leads.empty')} hint={t('leads.emptyHint')} action={<Button variant="default" onClick={() => change({ ...START, view: 'open' })}>{t('common.clear')}</Button>} />
            ) : (
              <Empty icon="leads" title={t('leads.emptyAll')} hint={t('leads.emptyAllHint')} action={mayWrite(person) && <Button component={Link} href="/leads/new">{t('leads.new')}</Button>} />
            )
          }
        >
          {(lead) => <LeadRow key={lead.id} lead={lead} current={lead.id === current} {...(picked && lead.status === 'open' ? { picked: picked.has(lead.id), onPick: () => toggle(lead.id) } : {})} />}
        </Listed>
        {data?.more && (
          <div style={{ padding: '1rem' }}>
            <Button variant="default" fullWidth onClick={() => setPages(pages + 1)}>
              {t('common.more')}
            </Button>
          </div>
        )}
      </div>
    </>
  );
}

function Filters({ filter, change }: { filter: LeadFilter; change: (part: Partial<LeadFilter>) => void }) {
  const { t } = useTranslation();
  const { sources, source } = useNames();
  const [open, setOpen] = useState(filter.source !== '' || filter.grade !== '' || filter.sort !== '');
  const { t: l } = useTranslation('lead');
  const [{ views }, keep] = useDraft('views:leads', NO_VIEWS);
  const [naming, setNaming] = useState(false);
  const chosen = [filter.source, filter.grade, filter.sort].filter(Boolean).length;
  const same = ({ filter: kept }: SavedView) => (['view', 'q', 'source', 'grade', 'sort'] as const).every((name) => kept[name] === filter[name]);
  const here = views.find(same);
  return (
    <div className="pane-head">
      <h1 className="only-wide">{t('leads.title')}</h1>
      <div className="row">
        <TextInput
          className="grow"
          type="search"
          size="md"
          aria-label={t('leads.search')}
          placeholder={t('leads.search')}
          leftSection={<Icon name="search" size={18} />}
          value={filter.q}
          onChange={(event) => change({ q: event.currentTarget.value })}
        />
        <button type="button" className="act-icon" aria-label={t('leads.filter')} aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon name="filter" />
          {chosen > 0 && <span className="count">{chosen}</span>}
        </button>
      </div>
      <Choice<string>
        scroll
        name="view"
        legend={t('leads.filter')}
        value={here ? `saved:${here.name}` : filter.view}
        onChange={(value) => change(views.find(({ name }) => value === `saved:${name}`)?.filter ?? { ...(here ? START : {}), view: value as View })}
        options={[...(Object.keys(VIEWS) as View[]).map((value) => ({ value: value as string, label: t(`leads.view.${value}`) })), ...views.map(({ name }) => ({ value: `saved:${name}`, label: name, icon: 'star' as const }))]}
      />
      {open && (
        <div className="filters">
          <NativeSelect
            label={t('leads.source')}
            value={filter.source}
            onChange={(event) => change({ source: event.currentTarget.value })}
            data={[{ value: '', label: t('common.all') }, ...sources.map(({ code }) => ({ value: code, label: source(code) }))]}
          />
          <NativeSelect
            label={t('leads.grade')}
            value={filter.grade}
            onChange={(event) => change({ grade: event.currentTarget.value as LeadFilter['grade'] })}
            data={[{ value: '', label: t('common.all') }, ...['A', 'B', 'C', 'D'].map((value) => ({ value, label: value }))]}
          />
          <NativeSelect
            label={t('leads.sort')}
            value={filter.sort || VIEWS[filter.view].sort}
            onChange={(event) => change({ sort: event.currentTarget.value })}
            data={(['-score', 'next_follow_up_at', '-registered_at', 'name'] as const).map((value) => ({ value, label: t(`leads.sorts.${value}`) }))}
          />
          {here ? (
            <button type="button" className="link" onClick={() => keep({ views: views.filter((each) => each !== here) })}>
              {l('views.drop', { name: here.name })}
            </button>
          ) : (
            <button type="button" className="link" onClick={() => setNaming(true)}>
              {l('views.save')}
            </button>
          )}
        </div>
      )}
      <Suspense>
        {naming && (
          <SaveViewSheet
            taken={views.map(({ name }) => name)}
            onClose={() => setNaming(false)}
            save={(name) => {
              keep({ views: [...views.filter((each) => each.name !== name), { name, filter }] });
              setNaming(false);
            }}
          />
        )}
      </Suspense>
    </div>
  );
}

/** Leads made on this device that the server has not heard of. */
function WaitingLeads() {
  const { t } = useTranslation();
  const made = useOutbox().filter((row) => row.kind === 'registerLead');
  if (made.length === 0) return null;
  return (
    <ul className="rows" style={{ borderBottom: '1px solid var(--line)', background: 'var(--warn-soft)' }}>
      {made.map((row) => (
        <li key={row.key}>
          <Link href={row.state === 'waiting' ? `/leads/${row.subject}` : '/outbox'} className="line">
            <span className="first cut">{row.title}</span>
            <span className="end">
              <Tag tone={row.state === 'waiting' ? 'warn' : 'bad'}>{t(`outbox.state.${row.state}`)}</Tag>
            </span>
            <span className="second cut">{t('leads.waitingLead')}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
