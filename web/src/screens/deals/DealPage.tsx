/** One deal: where it stands, what it is worth, what to do next, and how it came here. */
import { Button } from '@mantine/core';
import { Suspense, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import type { Activity, DealDetail, HistoryEntry, RecordActivity } from '../../api/types';
import { mayWrite, usePerson } from '../../app/session';
import '../../i18n/visits';
import { day, money, number, since, when } from '../../i18n/format';
import { usePeople } from '../../offline/people';
import { useOutbox } from '../../offline/useOutbox';
import { Attached } from '../../ui/Attached';
import { Facts } from '../../ui/Facts';
import { Icon, type IconName } from '../../ui/Icon';
import { Bone, BoneRows, Card, Failure, Stored, Tag } from '../../ui/parts';
import { ActivitySheet, NextStepSheet } from '../../ui/sheets';
import { useEventWords } from '../../ui/events';
import { Timeline, type Moment } from '../../ui/Timeline';
import '../leads/lead.css';
import VisitCard from '../visits/VisitCard';
import { FILES } from '../visits/queries';
import { DealActions } from './DealActions';
import { useActivities, useBoard, useDeal, useDealHistory, useOrderOf } from './queries';
import { openStages, useStageNames } from './stages';

const ICON: Record<Activity['kind'], IconName> = { call: 'phone', visit: 'visit', meeting: 'meeting', mail: 'mail', other: 'chat' };

export function DealPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const person = usePerson();
  const { data: deal, error, pending, again, stored, at } = useDeal(id);
  const stages = openStages(useBoard().data);
  const people = usePeople();
  const { t: further } = useTranslation('visits');
  const [sheet, setSheet] = useState<'activity' | 'next' | null>(null);
  if (pending) {
    return (
      <div className="detail">
        <Bone height={32} width="55%" />
        <section className="card flush">
          <BoneRows count={5} />
        </section>
      </div>
    );
  }
  if (error || !deal) return <Failure error={error ?? new Error()} again={again} />;
  return (
    <article className="detail">
      <header className="detail-head">
        <div className="row between wrap" style={{ alignItems: 'baseline' }}>
          <h1>{deal.title}</h1>
          <span className="sum num">{money(deal.amount, false)}</span>
        </div>
        <p className="row wrap" style={{ gap: '.375rem' }}>
          <Tag tone={deal.status === 'won' ? 'good' : deal.status === 'open' ? 'brand' : 'plain'}>{t(`deals.status.${deal.status}`)}</Tag>
          <Tag>{`${t('leads.owner')} ${people(deal.owner_id)}`}</Tag>
          {deal.status === 'open' && <Tag>{t('deals.inStage', { time: since(deal.stage_since) })}</Tag>}
          <Tag tone={deal.customer_state === 'pending' ? 'warn' : 'plain'}>{t(`deals.customerState.${deal.customer_state}`)}</Tag>
        </p>
        <Path deal={deal} stages={stages} />
        <div className="acts">
          {mayWrite(person) && (
            <Button className="wide" variant={deal.status === 'open' ? 'light' : 'default'} leftSection={<Icon name="chat" size={18} />} onClick={() => setSheet('activity')}>
              {further('activity.log')}
            </Button>
          )}
          {mayWrite(person) && <DealActions deal={deal} stages={stages} whole={deal} />}
        </div>
        <Stored stored={stored} at={at} />
      </header>
      <div className="detail-cols">
        <div className="stack">
          <NextStep deal={deal} set={mayWrite(person) ? () => setSheet('next') : undefined} />
          <Card title={t('deals.timeline')}>
            <DealTimeline id={deal.id} />
          </Card>
          <Lines deal={deal} />
        </div>
        <div className="stack">
          <Details deal={deal} />
          <VisitCard subject={{ kind: 'opportunity', id: deal.id, name: deal.title, customer_id: deal.customer_id }} open={deal.status === 'open'} />
        </div>
      </div>
      <Suspense>
        {sheet === 'activity' && <ActivitySheet deal={deal} onClose={() => setSheet(null)} />}
        {sheet === 'next' && <NextStepSheet deal={deal} onClose={() => setSheet(null)} />}
      </Suspense>
    </article>
  );
}

function NextStep({ deal, set }: { deal: DealDetail; set: (() => void) | undefined }) {
  const { t } = useTranslation('visits');
  const { t: common } = useTranslation();
  const { next_step: step } = deal;
  if (deal.status !== 'open') return null;
  const late = step !== null && new Date(step.due_at) < new Date();
  return (
    <section className={late ? 'card next late' : 'card next'}>
      <Icon name="clock" size={26} />
      <div className="grow">
        <h2 className="row wrap" style={{ gap: '.5rem' }}>
          {t(step ? 'activity.next' : 'activity.nextNone')}
          {late && <Tag tone="bad">{common('time.overdue')}</Tag>}
        </h2>
        <p>{step ? [when(step.due_at), step.kind && t(`activity.kinds.${step.kind}`), step.text].filter(Boolean).join(' · ') : t('activity.nextNoneHint')}</p>
      </div>
      {set && (
        <Button variant="default" onClick={set}>
          {t(step ? 'activity.change' : 'activity.set')}
        </Button>
      )}
    </section>
  );
}

function Path({ deal, stages }: { deal: DealDetail; stages: readonly string[] }) {
  const name = useStageNames();
  const here = stages.indexOf(deal.stage);
  const look = (index: number) => {
    if (deal.status === 'won') return 'won';
    if (deal.status !== 'open') return index === here ? 'gone' : index < here ? 'done' : '';
    return index === here ? 'here' : index < here ? 'done' : '';
  };
  return (
    <ol className="path">
      {stages.map((stage, index) => (
        <li key={stage} className={look(index)} aria-current={index === here ? 'step' : undefined}>
          {name(stage)}
        </li>
      ))}
    </ol>
  );
}

function Lines({ deal }: { deal: DealDetail }) {
  const { t } = useTranslation();
  return (
    <Card title={t('deals.lines')}>
      {deal.lines.length === 0 ? (
        <p className="soft small">{t('deals.linesNone')}</p>
      ) : (
        <div className="scroll-x" tabIndex={0} role="group" aria-label={t('deals.lines')}>
          <table className="table">
            <thead>
              <tr>
                <th className="text" scope="col">{t('deals.product')}</th>
                <th scope="col">{t('deals.quantity')}</th>
                <th scope="col">{t('deals.price')}</th>
                <th scope="col">{t('deals.sum')}</th>
              </tr>
            </thead>
            <tbody>
              {deal.lines.map((line) => (
                <tr key={line.product_id}>
                  <th scope="row">{line.name}</th>
                  <td className="num">{`${number(Number(line.quantity))} ${line.unit}`}</td>
                  <td className="num">{money(line.unit_price, false)}</td>
                  <td className="num">{money(line.amount, false)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}

function Details({ deal }: { deal: DealDetail }) {
  const { t } = useTranslation();
  const order = useOrderOf(deal.id, deal.status === 'won').data?.items[0];
  const facts: [string, ReactNode][] = [
    [t('deals.customer'), deal.customer_id ? <Link className="link" href={`/customers/${deal.customer_id}`}>{deal.customer}</Link> : deal.customer],
    [t('leads.field.contact'), deal.contact],
    [t('leads.field.phone'), deal.phone && <a className="link num" href={`tel:${deal.phone}`}>{deal.phone}</a>],
    [t('leads.field.email'), deal.email && <a className="link" href={`mailto:${deal.email}`}>{deal.email}</a>],
    [t('deals.expected'), deal.expected_close && day(deal.expected_close)],
    [t('deals.opened'), day(deal.opened_at)],
    [t('common.reason'), deal.reason],
    [t('deals.order'), order && <Link className="link num" href={`/orders/${order.id}`}>{order.number}</Link>],
    [t('deals.lead'), deal.lead_id && <Link className="link" href={`/leads/${deal.lead_id}`}>{t('common.view')}</Link>],
  ];
  return (
    <Card title={t('leads.details')}>
      <Facts rows={facts} />
    </Card>
  );
}

const QUIET = /ActivityRecorded|NextStep(Set|Due)/;

function DealTimeline({ id }: { id: string }) {
  const { t } = useTranslation('visits');
  const { data, error, pending, again } = useDealHistory(id);
  const activities = useActivities({ opportunity: id, limit: 100 });
  const queued = useOutbox().filter((row) => row.subject === id && row.kind === 'activity');
  const words = useEventWords();
  const people = usePeople();
  const name = useStageNames();
  if (pending) return <BoneRows count={3} />;
  if (error || !data) return <Failure error={error ?? new Error()} again={again} />;
  const moment = (entry: HistoryEntry): Moment => {
    const content = entry.content as Record<string, unknown>;
    const of = (field: string) => String(content[field] ?? '');
    const { what, icon } = words(entry.event, { from: name(of('from_stage')), to: name(of('to_stage')), owner: of('owner_name'), reason: of('reason') });
    const said = entry.event.endsWith('OpportunityLost') || !content.reason ? undefined : of('reason');
    return { key: String(entry.version), at: entry.occurred_at, by: people(entry.actor), what, icon, said, strong: /Won|StageChanged/.test(entry.event) };
  };
  const spoken = (activity: Activity): Moment => ({
    key: activity.id,
    at: activity.occurred_at,
    by: activity.author_name,
    icon: ICON[activity.kind],
    what: t(`activity.kinds.${activity.kind}`),
    said: [activity.content, activity.participants.length > 0 ? `${t('activity.participants')}: ${activity.participants.join(' · ')}` : ''].filter(Boolean).join('\n'),
    strong: true,
    ...(activity.attachments.length > 0 ? { beside: <Attached files={activity.attachments} at={`/api/opportunities/v1/activities/${activity.id}/files`} kept={FILES} /> } : {}),
    tags: (
      <>
        {activity.result && <Tag tone={activity.result === 'advanced' ? 'good' : activity.result === 'objection' ? 'bad' : 'plain'}>{t(`activity.results.${activity.result}`)}</Tag>}
        {activity.minutes !== null && <span className="soft small">{t('activity.minutes', { count: activity.minutes })}</span>}
        {activity.entered_late && <Tag tone="warn">{t('activity.late')}</Tag>}
        {activity.visit_id && <Link className="link small" href={`/visits/${activity.visit_id}`}>{t('visits.proof')}</Link>}
      </>
    ),
  });
  const waits = queued.map((row): Moment => {
    const body = row.body as RecordActivity;
    return { key: row.key, at: row.captured_at, icon: ICON[body.kind], what: t(`activity.kinds.${body.kind}`), said: body.content ?? '', waits: true };
  });
  const moments = [...data.filter((entry) => !QUIET.test(entry.event)).map(moment), ...(activities.data?.items ?? []).map(spoken)].sort((a, b) => b.at.localeCompare(a.at));
  return <Timeline moments={[...waits, ...moments]} />;
}
