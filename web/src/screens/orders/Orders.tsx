/** Orders: what became of won deals, how far production is, what is invoiced. */
import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import { content, orders, seen } from '../../api/client';
import type { Order, OrderDetail } from '../../api/types';
import { useRowKeys } from '../../app/keys';
import '../../i18n/further';
import { day, money, number } from '../../i18n/format';
import { useAsk } from '../../offline/answers';
import { Facts } from '../../ui/Facts';
import { Icon } from '../../ui/Icon';
import { Panes } from '../../ui/Panes';
import { Listed } from '../../ui/Listed';
import { BoneRows, Card, Choice, Empty, Failure, Stored, Tag, type Tone } from '../../ui/parts';

const TONE: Record<Order['state'], Tone> = { placed: 'info', confirmed: 'brand', in_production: 'warn', delivered: 'good', cancelled: 'plain' };
type State = 'all' | Order['state'];
/** What reads the copy is loaded when it is needed. */
const copies = () => import('../../offline/copies');

export default function Orders({ id }: { id: string | undefined }) {
  const { t } = useTranslation();
  const { t: further } = useTranslation('further');
  return (
    <Panes
      list={<OrderList current={id} />}
      detail={id ? <OrderPage key={id} id={id} /> : <Empty icon="orders" title={further('orders.pick')} hint={t('leads.pickHint')} />}
      chosen={id !== undefined}
    />
  );
}

function OrderList({ current }: { current: string | undefined }) {
  const { t } = useTranslation();
  const { t: further } = useTranslation('further');
  const [text, setText] = useState('');
  const [state, setState] = useState<State>('all');
  const [q] = useDebouncedValue(text.trim(), 250);
  const query = { ...(state === 'all' ? {} : { state }), ...(q ? { q } : {}), sort: '-placed_at', limit: 100 };
  const { data, error, pending, again, stored, at, changing } = useAsk(['orders', 'list', query], () => content(orders.GET('/api/orders/v1/orders', { params: { query: { ...query, ...seen('orders') } } })), {
    keep: true,
    copied: () => copies().then(({ copiedOrders }) => copiedOrders(query, query.limit)),
  });
  useRowKeys('.pane-list .rows a');
  return (
    <>
      <div className="pane-head">
        <h1 className="only-wide">{further('orders.title')}</h1>
        <TextInput type="search" aria-label={further('orders.search')} placeholder={further('orders.search')} leftSection={<Icon name="search" size={18} />} value={text} onChange={(event) => setText(event.currentTarget.value)} />
        <Choice<State> scroll name="state" legend={t('leads.filter')} value={state} onChange={setState} options={[{ value: 'all', label: t('common.all') }, ...(['placed', 'confirmed', 'in_production', 'delivered'] as const).map((value) => ({ value, label: further(`orders.state.${value}`) }))]} />
      </div>
      {stored && <p style={{ padding: '.625rem 1.125rem 0' }}><Stored stored={stored} at={at} /></p>}
      <div style={{ opacity: changing ? 0.55 : 1 }}>
        <Listed of={{ data, error, pending, again }} bones={8} empty={<Empty icon="orders" title={further('orders.empty')} hint={further('orders.emptyHint')} />}>
          {(order) => (
            <li key={order.id}>
              <Link href={`/orders/${order.id}`} className="line" aria-current={order.id === current ? 'true' : undefined}>
                <span className="first cut">{order.customer}</span>
                <span className="end first num">{money(order.amount)}</span>
                <span className="second cut num">{order.number}</span>
                <span className="end"><Tag tone={TONE[order.state]}>{order.state === 'in_production' && order.progress_percent !== null ? `${further('orders.state.in_production')} ${order.progress_percent}%` : further(`orders.state.${order.state}`)}</Tag></span>
              </Link>
            </li>
          )}
        </Listed>
      </div>
    </>
  );
}

function OrderPage({ id }: { id: string }) {
  const { t: further } = useTranslation('further');
  const { data: order, error, pending, again, stored, at } = useAsk(['orders', 'order', id], () => content(orders.GET('/api/orders/v1/orders/{order_id}', { params: { path: { order_id: id }, query: seen('orders') } })), {
    copied: () => copies().then(({ copiedOrder }) => copiedOrder(id)),
  });
  if (pending) return <BoneRows />;
  if (error || !order) return <Failure error={error ?? new Error()} again={again} />;
  return (
    <article className="detail">
      <header className="detail-head">
        <div className="row between wrap" style={{ alignItems: 'baseline' }}>
          <h1>{order.customer}</h1>
          <b className="num" style={{ fontSize: '1.375rem' }}>{money(order.amount, false)}</b>
        </div>
        <p className="row wrap" style={{ gap: '.375rem' }}>
          <Tag tone={TONE[order.state]}>{further(`orders.state.${order.state}`)}</Tag>
          <Tag>{order.number}</Tag>
          <Tag tone={order.invoiced ? 'good' : 'plain'}>{further(order.invoiced ? 'orders.invoiced' : 'orders.notInvoiced')}</Tag>
        </p>
        <Stored stored={stored} at={at} />
        {order.progress_percent !== null && (
          <div className="stack tight">
            <label htmlFor="progress" className="small soft">{`${further('orders.progress')} ${order.progress_percent}%`}</label>
            <progress id="progress" value={order.progress_percent} max={100} style={{ width: '100%', height: 10, accentColor: 'var(--brand)' }} />
          </div>
        )}
      </header>
      <div className="detail-cols">
        <Lines order={order} />
        <Details order={order} />
      </div>
    </article>
  );
}

function Lines({ order }: { order: OrderDetail }) {
  const { t: further } = useTranslation('further');
  return (
    <Card title={further('orders.lines')}>
      <ul className="rows">
        {order.lines.map((line) => (
          <li key={line.product_id} className="row between" style={{ padding: '.625rem 0' }}>
            <span className="grow">
              {line.name}
              <br />
              <span className="soft small num">{`${number(Number(line.quantity))} ${line.unit} × ${money(line.unit_price, false)}`}</span>
            </span>
            <b className="num">{money(line.amount, false)}</b>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Details({ order }: { order: OrderDetail }) {
  const { t } = useTranslation();
  const { t: further } = useTranslation('further');
  const facts: [string, ReactNode][] = [
    [further('orders.placed'), day(order.placed_at)],
    [further('orders.promised'), order.promised_on && day(order.promised_on)],
    [further('orders.delivered'), order.delivered_at && day(order.delivered_at)],
    [t('leads.field.contact'), order.contact],
    [t('leads.field.phone'), order.phone && <a className="link num" href={`tel:${order.phone}`}>{order.phone}</a>],
    [further('orders.address'), order.address],
    [further('orders.invoices'), order.invoices.length > 0 && order.invoices.map((each) => `${each.number} ${money(each.amount, false)}`).join(', ')],
    [further('orders.deal'), order.opportunity_id && <Link className="link" href={`/deals/${order.opportunity_id}`}>{t('common.view')}</Link>],
    [t('common.reason'), order.reason],
  ];
  return (
    <Card title={t('leads.details')}>
      <Facts rows={facts} />
    </Card>
  );
}
