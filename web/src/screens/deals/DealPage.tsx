/** One deal: where it stands, what it is worth, what to do next, and how it came here. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import type { DealDetail, HistoryEntry } from '../../api/types';
import { mayWrite, usePerson } from '../../app/session';
import { day, money, number, since } from '../../i18n/format';
import { usePeople } from '../../offline/people';
import { Bone, BoneRows, Card, Failure, Stored, Tag } from '../../ui/parts';
import { Timeline, useEventWords } from '../../ui/Timeline';
import { DealActions } from './DealActions';
import { useBoard, useDeal, useDealHistory, useOrderOf } from './queries';
import { openStages, useStageNames } from './stages';

export function DealPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const person = usePerson();
  const { data: deal, error, pending, again, stored, at } = useDeal(id);
  const stages = openStages(useBoard().data);
  const people = usePeople();
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
        <div className="acts">{mayWrite(person) && <DealActions deal={deal} stages={stages} />}</div>
        <Stored stored={stored} at={at} />
      </header>
      <div className="detail-cols">
        <div className="stack">
          <Lines deal={deal} />
          <Card title={t('deals.timeline')}>
            <DealTimeline id={deal.id} />
          </Card>
        </div>
        <Facts deal={deal} />
      </div>
    </article>
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

function Facts({ deal }: { deal: DealDetail }) {
  const { t } = useTranslation();
  const order = useOrderOf(deal.id, deal.status === 'won').data?.items[0];
  const facts: [string, ReactNode][] = [
    [t('deals.customer'), deal.customer],
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
      <dl className="facts">
        {facts
          .filter(([, value]) => value)
          .map(([name, value]) => (
            <div key={name} style={{ display: 'contents' }}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </Card>
  );
}

function DealTimeline({ id }: { id: string }) {
  const { data, error, pending, again } = useDealHistory(id);
  const words = useEventWords();
  const people = usePeople();
  const name = useStageNames();
  if (pending) return <BoneRows count={3} />;
  if (error || !data) return <Failure error={error ?? new Error()} again={again} />;
  const moment = (entry: HistoryEntry) => {
    const content = entry.content as Record<string, unknown>;
    const of = (field: string) => String(content[field] ?? '');
    const { what, icon } = words(entry.event, { from: name(of('from_stage')), to: name(of('to_stage')), owner: of('owner_name'), reason: of('reason') });
    const said = entry.event.endsWith('OpportunityLost') || !content.reason ? undefined : of('reason');
    return { key: String(entry.version), at: entry.occurred_at, by: people(entry.actor), what, icon, said, strong: /Won|StageChanged/.test(entry.event) };
  };
  return <Timeline moments={data.map(moment).reverse()} />;
}
