/** One customer: who they are, what they may buy and bought, who was there, and all that happened, newest first. */
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { ReactNode } from 'react';

import { Refused } from '../../api/problems';
import type { Customer } from '../../api/types';
import { money, number, totals } from '../../i18n/format';
import { Facts } from '../../ui/Facts';
import { Listed, type Answer } from '../../ui/Listed';
import { Bone, Card, Failure, Stored, Tag } from '../../ui/parts';
import { Timeline, type Moment } from '../../ui/Timeline';
import { DealRow } from '../deals/DealRow';
import { LeadRow } from '../leads/LeadRow';
import VisitCard from '../visits/VisitCard';
import { SHOWN, useCustomer, useWhole, type Whole } from './queries';
import '../home/home.css';

const LATEST = 30;

export function CustomerPage({ id }: { id: string }) {
  const { t } = useTranslation('further');
  const { t: common } = useTranslation();
  const profile = useCustomer(id);
  const whole = useWhole(id);
  if (profile.pending) return <div className="detail"><Bone height={32} width="55%" /><Bone height={180} /></div>;
  if (profile.error) return <Failure error={profile.error} again={profile.again} />;
  const customer = profile.data;
  const deals = whole.deals.data?.items ?? [];
  const open = deals.filter((deal) => deal.status === 'open');
  const won = deals.filter((deal) => deal.status === 'won');
  const name = customer?.name ?? deals[0]?.customer ?? whole.visits.data?.items[0]?.subject_name ?? id;
  return (
    <article className="detail">
      <header className="detail-head">
        <h1>{name}</h1>
        <p className="row wrap" style={{ gap: '.375rem' }}>
          <Tag>{id}</Tag>
          {customer?.region && <Tag>{customer.region in REGIONS ? common(`leads.region.${customer.region as keyof typeof REGIONS}`) : customer.region}</Tag>}
          {customer && !customer.active && <Tag tone="warn">{t('customers.inactive')}</Tag>}
        </p>
        {!customer && <p className="soft small">{t('customers.foreign')}</p>}
        <Stored stored={profile.stored} at={profile.at} />
        <div className="tiles">
          <Figure name={t('customers.openDeals')} value={whole.deals.data && number(open.length)} />
          <Figure name={common('home.pipeline')} value={whole.deals.data && totals(open.map((deal) => deal.amount), 1)} />
          <Figure name={t('customers.wonDeals')} value={whole.deals.data && number(won.length)} />
          <Figure name={t('customers.orders')} value={whole.orders.data && number(whole.orders.data.items.length)} />
        </div>
      </header>
      <div className="detail-cols">
        <div className="stack">
          <Section title={t('customers.deals')} of={whole.deals}>{(deal) => <DealRow key={deal.id} deal={deal} />}</Section>
          <Section title={t('customers.orders')} of={whole.orders}>
            {(order) => (
              <Row key={order.id} href={`/orders/${order.id}`} first={order.number} end={money(order.amount)} second={`${t(`orders.state.${order.state}`)}${order.progress_percent === null ? '' : ` · ${order.progress_percent}%`}`} tag={<Tag tone={order.invoiced ? 'good' : 'plain'}>{t(order.invoiced ? 'orders.invoiced' : 'orders.notInvoiced')}</Tag>} />
            )}
          </Section>
          <Card title={t('customers.timeline')}>
            <Happened whole={whole} />
          </Card>
        </div>
        <div className="stack">
          {customer && <Profile customer={customer} />}
          <Contacts customer={customer ?? null} whole={whole} />
          <VisitCard subject={{ kind: 'customer', id, name, address: customer?.address }} />
          <Section title={t('customers.leads')} of={whole.leads}>{(lead) => <LeadRow key={lead.id} lead={lead} />}</Section>
          <Section title={t('customers.work')} of={whole.work}>
            {(work) => (
              <li key={work.id} style={{ padding: '.75rem 1.125rem' }} className="row between">
                <span className="grow cut">{work.summary}</span>
                <Tag>{t(`customers.workState.${work.status}`)}</Tag>
              </li>
            )}
          </Section>
          <p className="soft small">{t('customers.scope')}</p>
        </div>
      </div>
    </article>
  );
}

const REGIONS = { east: 1, south: 1, north: 1, central: 1, southwest: 1, northwest: 1, northeast: 1, overseas: 1 };

function Figure({ name, value }: { name: string; value: string | undefined }) {
  return (
    <div className="tile">
      <span>{name}</span>
      <b className="num">{value ?? '–'}</b>
    </div>
  );
}

function Row({ href, first, end, second, tag }: { href: string; first: string; end: string; second: string; tag: ReactNode }) {
  return (
    <li>
      <Link href={href} className="line">
        <span className="first cut num">{first}</span>
        <span className="end first num">{end}</span>
        <span className="second cut">{second}</span>
        <span className="end">{tag}</span>
      </Link>
    </li>
  );
}

/** One part; a part that is refused says so, and one that the server has more of as well. */
function Section<T>({ title, of, children }: { title: string; of: Answer<{ items: T[] }>; children: (item: T) => ReactNode }) {
  const { t } = useTranslation('further');
  const items = of.data?.items ?? [];
  const nothing = (said: string) => <p className="soft small" style={{ padding: '0 1.125rem .875rem' }}>{said}</p>;
  const refused = of.error instanceof Refused && of.error.status === 403;
  return (
    <Card title={title} end={items.length > 0 && <span className="soft num">{number(items.length)}</span>} flush>
      {refused ? nothing(t('customers.refused')) : <Listed of={of} bones={2} empty={nothing(t('customers.nothing'))}>{children}</Listed>}
      {items.length >= SHOWN && nothing(t('customers.more', { count: SHOWN }))}
    </Card>
  );
}

function Profile({ customer }: { customer: Customer }) {
  const { t } = useTranslation('further');
  const { t: common } = useTranslation();
  const industries: Record<string, string> = common('leads.industry', { returnObjects: true }) as unknown as Record<string, string>;
  const facts: [string, ReactNode][] = [
    [common('leads.field.industry'), customer.industry && (industries[customer.industry] ?? customer.industry)],
    [common('leads.field.address'), customer.address],
    [t('customers.taxNumber'), customer.tax_number],
  ];
  return (
    <Card title={t('customers.profile')}>
      <Facts rows={facts} />
    </Card>
  );
}

/** Everybody of the customer whom master data or a lead names, each once. */
function Contacts({ customer, whole }: { customer: Customer | null; whole: Whole }) {
  const { t } = useTranslation('further');
  const all = [...(customer ? [customer] : []), ...(whole.leads.data?.items ?? [])].filter((each) => each.contact || each.phone);
  const once = [...new Map(all.map((each) => [each.phone ?? each.contact, each])).values()];
  if (once.length === 0) return null;
  return (
    <Card title={t('customers.contacts')} flush>
      <ul className="rows">
        {once.map(({ contact, phone, email }) => (
          <li key={`${contact}${phone}`} className="row between wrap" style={{ padding: '.75rem 1.125rem' }}>
            <b>{contact ?? phone}</b>
            <span className="row wrap">
              {phone && <a className="link num" href={`tel:${phone}`}>{phone}</a>}
              {email && <a className="link" href={`mailto:${email}`}>{email}</a>}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Happened({ whole }: { whole: Whole }) {
  const { t: visits } = useTranslation('visits');
  const { t } = useTranslation('further');
  const moments: Moment[] = [
    ...(whole.leads.data?.items ?? []).map((lead): Moment => ({ key: `lead${lead.id}`, at: lead.registered_at, icon: 'leads', what: t('customers.happened.lead'), said: lead.name })),
    ...(whole.deals.data?.items ?? []).flatMap((deal): Moment[] => [
      { key: `deal${deal.id}`, at: deal.opened_at, icon: 'deals', what: t('customers.happened.deal'), said: `${deal.title} · ${money(deal.amount)}` },
      ...(deal.closed_at && (deal.status === 'won' || deal.status === 'lost') ? [{ key: `end${deal.id}`, at: deal.closed_at, icon: deal.status === 'won' ? ('trophy' as const) : ('cross' as const), what: t(`customers.happened.${deal.status}`), said: deal.title, strong: deal.status === 'won' }] : []),
    ]),
    ...(whole.activities.data?.items ?? []).map((activity): Moment => ({ key: activity.id, at: activity.occurred_at, icon: activity.kind === 'call' ? 'phone' : activity.kind === 'visit' ? 'visit' : activity.kind === 'mail' ? 'mail' : 'meeting', what: visits(`activity.kinds.${activity.kind}`), by: activity.author_name, said: activity.content })),
    // A visit to a deal is there as its activity.
    ...(whole.visits.data?.items ?? []).filter((visit) => visit.status === 'done' && visit.subject_kind !== 'opportunity').map((visit): Moment => ({ key: visit.id, at: visit.day_at, icon: 'visit', what: visits('activity.kinds.visit'), by: visit.owner_name, said: visit.content })),
    ...(whole.orders.data?.items ?? []).flatMap((order): Moment[] => [
      { key: `order${order.id}`, at: order.placed_at, icon: 'orders', what: t('customers.happened.order'), said: `${order.number} · ${money(order.amount)}`, strong: true },
      ...(order.delivered_at ? [{ key: `gone${order.id}`, at: order.delivered_at, icon: 'check' as const, what: t('customers.happened.delivered'), said: order.number }] : []),
    ]),
    ...(whole.work.data?.items ?? []).map((work): Moment => ({ key: `work${work.id}`, at: work.opened_at, icon: 'clock', what: t('customers.happened.work'), said: `${work.summary} · ${t(`customers.workState.${work.status}`)}` })),
  ].sort((a, b) => b.at.localeCompare(a.at));
  if (moments.length === 0) return <p className="soft small">{t('customers.nothing')}</p>;
  return <Timeline moments={moments.slice(0, LATEST)} />;
}
