/** One lead: what to do next, why it scores as it does, how to reach them, and everything that happened. */
import { Button } from '@mantine/core';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import type { LeadDetail } from '../../api/types';
import { mayWrite, usePerson } from '../../app/session';
import { language } from '../../i18n';
import { day, money, when } from '../../i18n/format';
import '../../i18n/lead';
import type { Words } from '../../i18n/zh';
import { submit } from '../../offline/outbox';
import { useOutbox } from '../../offline/useOutbox';
import { ActionMenu } from '../../ui/ActionMenu';
import { Facts } from '../../ui/Facts';
import { Icon } from '../../ui/Icon';
import { Bone, BoneRows, Card, Failure, Score, Stored, Tag } from '../../ui/parts';
import { ConvertSheet, EditSheet, FollowUpSheet, ReasonSheet } from '../../ui/sheets';
import { Duplicates } from './Duplicates';
import { withEdits } from './editing';
import { LeadTimeline } from './LeadTimeline';
import { useNames } from './names';
import { useLead } from './queries';
import './lead.css';

const OverrideSheet = lazy(() => import('./OverrideSheet'));
const OverrideNote = lazy(() => import('./OverrideNote'));
const Conversions = lazy(() => import('./Conversions'));
const Ledger = lazy(() => import('./Ledger'));

const VisitCard = lazy(() => import('../visits/VisitCard'));

export function LeadPage({ id }: { id: string }) {
  const { t: l } = useTranslation('lead');
  const { data: lead, error, pending, again, stored, at } = useLead(id);
  if (pending) {
    return (
      <div className="detail">
        <Bone height={32} width="55%" />
        <Bone height={44} />
        <section className="card flush">
          <BoneRows count={5} />
        </section>
      </div>
    );
  }
  if (error || !lead) return <Failure error={error ?? new Error()} again={again} />;
  return (
    <article className="detail">
      <Head lead={lead} />
      <Stored stored={stored} at={at} />
      <div className="detail-cols">
        <div className="stack">
          <NextStep lead={lead} />
          <Suspense>
            <Conversions lead={lead} />
          </Suspense>
          <Card title={l('timeline')}>
            <LeadTimeline lead={lead} />
          </Card>
        </div>
        <div className="stack">
          <Factors lead={lead} />
          <Contact lead={lead} />
          <Suspense fallback={<Bone height={120} />}>
            <VisitCard subject={{ kind: 'lead', id: lead.id, name: lead.company ?? lead.name, customer_id: lead.customer_id, address: lead.address }} open={lead.status === 'open'} />
          </Suspense>
          <Suspense>
            <Ledger lead={lead} />
          </Suspense>
          <Duplicates lead={lead} />
        </div>
      </div>
    </article>
  );
}

type Open = 'followUp' | 'edit' | 'override' | 'convert' | 'disqualify' | null;

function Head({ lead }: { lead: LeadDetail }) {
  const { t } = useTranslation();
  const { t: l } = useTranslation('lead');
  const person = usePerson();
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const waiting = useOutbox().filter((row) => row.subject === lead.id && row.state === 'waiting');
  const closing = waiting.find((row) => row.kind === 'convert' || row.kind === 'disqualify');
  const working = lead.status === 'open' && mayWrite(person) && !closing;
  return (
    <header className="detail-head">
      <div className="row between" style={{ alignItems: 'flex-start' }}>
        <div className="grow">
          <h1>{lead.company ?? lead.name}</h1>
          <p className="soft">{[lead.company ? lead.name : null, lead.contact].filter((part) => part && part !== lead.company).join(' · ')}</p>
        </div>
        <span className="big-score">
          <Score grade={lead.grade} points={lead.score} />
          {lead.trend && lead.trend !== 'same' && (
            <span className={lead.trend} title={l(`trend.${lead.trend}`)}>
              <Icon name={lead.trend} size={18} />
              <span className="hidden">{l(`trend.${lead.trend}`)}</span>
            </span>
          )}
        </span>
      </div>
      <p className="row wrap" style={{ gap: '.375rem' }}>
        <Tag tone={lead.status === 'open' ? 'brand' : lead.status === 'converted' ? 'good' : 'plain'}>{t(`leads.status.${lead.status}`)}</Tag>
        <Tag>{`${t('leads.owner')} ${lead.owner_name ?? t('leads.unowned')}`}</Tag>
        {waiting.some((row) => row.kind === 'registerLead') && <Tag tone="warn">{t('leads.waitingLead')}</Tag>}
        {closing && <Tag tone="warn">{`${t(`outbox.kind.${closing.kind as 'convert'}`)} · ${t('outbox.state.waiting')}`}</Tag>}
        {lead.budget && <Tag>{money(lead.budget)}</Tag>}
        {(lead.touches ?? 0) > 1 && <Tag tone="info">{l('touches', { count: lead.touches ?? 0 })}</Tag>}
      </p>
      <div className="acts">
        {working && (
          <Button className="wide" leftSection={<Icon name="chat" size={18} />} onClick={() => setOpen('followUp')}>
            {t('leads.followUp')}
          </Button>
        )}
        {lead.phone && (
          <Button className="wide" component="a" href={`tel:${lead.phone}`} variant="default" leftSection={<Icon name="phone" size={18} />}>
            {t('leads.call')}
          </Button>
        )}
        {working && (
          <Button className="wide" variant="default" leftSection={<Icon name="deals" size={18} />} onClick={() => setOpen('convert')}>
            {l('convert')}
          </Button>
        )}
        {lead.opportunity_id && (
          <Button component={Link} href={`/deals/${lead.opportunity_id}`} leftSection={<Icon name="deals" size={18} />}>
            {l('openDeal')}
          </Button>
        )}
        {working && (
          <ActionMenu
            className="menu-button"
            label={t('common.actions')}
            actions={[
              ...(lead.email ? [{ label: l('mail'), icon: 'mail' as const, href: `mailto:${lead.email}` }] : []),
              { label: t('outbox.kind.revise'), icon: 'file', run: () => setOpen('edit') },
              { label: l('override.title'), icon: 'star', run: () => setOpen('override') },
              { label: l('disqualify'), icon: 'cross', run: () => setOpen('disqualify') },
            ]}
          >
            <Icon name="dots" size={20} />
          </ActionMenu>
        )}
      </div>
      {working && (
        <Suspense>
          {open === 'followUp' && <FollowUpSheet lead={lead} opened onClose={close} />}
          {open === 'edit' && <EditSheet lead={lead} onClose={close} />}
          {open === 'override' && <OverrideSheet lead={lead} onClose={close} />}
          {open === 'convert' && <ConvertSheet lead={lead} opened onClose={close} />}
          {open === 'disqualify' && (
            <ReasonSheet
              title={l('disqualify')}
              hint={l('disqualifyHint')}
              submit={l('disqualify')}
              done={l('disqualified')}
              opened
              onClose={close}
              danger
              give={(reason) =>
                submit({ service: 'leads', method: 'POST', path: `/api/leads/v1/leads/${lead.id}/disqualify`, body: { reason }, subject: lead.id, kind: 'disqualify', title: lead.company ?? lead.name })
              }
            />
          )}
        </Suspense>
      )}
    </header>
  );
}

function NextStep({ lead }: { lead: LeadDetail }) {
  const { t } = useTranslation();
  const { t: further } = useTranslation('further');
  const { t: l } = useTranslation('lead');
  const waiting = useOutbox().some((row) => row.subject === lead.id && row.kind === 'followUp');
  if (lead.status !== 'open' || waiting) return null;
  const { upcoming } = lead;
  if (!upcoming) {
    return (
      <Card>
        <div className="row">
          <Icon name="clock" />
          <span>
            <b>{l('nextNone')}</b>
            <br />
            <span className="soft small">{l('nextNoneHint')}</span>
          </span>
        </div>
      </Card>
    );
  }
  const { task } = upcoming;
  const late = new Date(task.due_at) < new Date();
  const text = language() === 'en' ? task.text : (task.text_zh ?? task.text);
  return (
    <section className={late ? 'card next late' : 'card next'}>
      <Icon name="clock" size={26} />
      <div className="grow">
        <h2 className="row wrap" style={{ gap: '.5rem' }}>
          {l('next')}
          {late && <Tag tone="bad">{t('time.overdue')}</Tag>}
        </h2>
        <p>{[when(task.due_at), task.method && further(`followUp.methods.${task.method}`), text].filter(Boolean).join(' · ')}</p>
      </div>
    </section>
  );
}

function Factors({ lead }: { lead: LeadDetail }) {
  const { t: l } = useTranslation('lead');
  if (!lead.factors || lead.score === null) return null;
  const most = Math.max(1, ...lead.factors.map((factor) => Math.abs(factor.points)));
  return (
    <Card title={l('why', { score: lead.automatic_score ?? lead.score })}>
      {lead.override && (
        <Suspense fallback={<Bone height={64} />}>
          <OverrideNote lead={lead} />
        </Suspense>
      )}
      <ul className="factors">
        {lead.factors.map((factor) => (
          <li key={`${factor.name}${factor.points}`} className={factor.points < 0 ? 'minus' : undefined}>
            <span className="cut" title={factor.reason}>{factor.name}</span>
            <b className="num">{factor.points > 0 ? `+${factor.points}` : factor.points}</b>
            <i style={{ width: `${(100 * Math.abs(factor.points)) / most}%` }} />
          </li>
        ))}
      </ul>
      {lead.missing && lead.missing.length > 0 && (
        <p className="soft small" style={{ marginTop: '.75rem' }}>
          {l('missing')}: {lead.missing.map((each) => each.name).join(language() === 'en' ? ', ' : '、')}
        </p>
      )}
    </Card>
  );
}

function Contact({ lead: told }: { lead: LeadDetail }) {
  const { t } = useTranslation();
  const { t: l } = useTranslation('lead');
  const waiting = useOutbox().filter((row) => row.subject === told.id && row.kind === 'revise');
  const lead = { ...told, ...withEdits(told, waiting) };
  const { source, region, industry } = useNames();
  const facts: [keyof Words['leads']['field'], ReactNode][] = [
    ['contact', lead.contact],
    ['phone', lead.phone && <a className="link num" href={`tel:${lead.phone}`}>{lead.phone}</a>],
    ['email', lead.email && <a className="link" href={`mailto:${lead.email}`}>{lead.email}</a>],
    ['need', lead.need],
    ['budget', lead.budget && money(lead.budget, false)],
    ['company_size', lead.company_size],
    ['industry', industry(lead.industry)],
    ['region', region(lead.region)],
    ['address', lead.address],
    ['source', source(lead.source)],
    ['campaign', lead.campaign],
    ['channel', lead.channel && l(`channel.${lead.channel}`)],
    ['notes', lead.notes],
    ['registered_at', day(lead.registered_at)],
  ];
  return (
    <Card title={t('leads.details')} end={waiting.map((row) => <Tag key={row.key} tone={row.state === 'waiting' ? 'info' : 'bad'}>{t(`outbox.state.${row.state}`)}</Tag>)}>
      <Facts rows={facts.map(([name, value]) => [t(`leads.field.${name}`), value])} />
    </Card>
  );
}
