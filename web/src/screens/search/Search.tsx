/** One field for leads, deals and orders. */
import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import '../../i18n/further';
import { content, leads, opportunities, orders } from '../../api/client';
import { money } from '../../i18n/format';
import { useAsk } from '../../offline/answers';
import { Icon } from '../../ui/Icon';
import { BoneRows, Card, Empty, Failure, Tag } from '../../ui/parts';
import { DealRow } from '../deals/DealRow';
import { LeadRow } from '../leads/LeadRow';

const EACH = 8;

function useFound(q: string) {
  return useAsk(
    ['leads', 'search', q],
    async () => {
      const query = { q, limit: EACH };
      const [some, deals, placed] = await Promise.all([
        content(leads.GET('/api/leads/v1/leads', { params: { query } })),
        content(opportunities.GET('/api/opportunities/v1/opportunities', { params: { query } })),
        content(orders.GET('/api/orders/v1/orders', { params: { query } })),
      ]);
      return { leads: some.items, deals: deals.items, orders: placed.items };
    },
    { enabled: q.length > 0, keep: true, copied: () => import('../../offline/copies').then(({ copiedSearch }) => copiedSearch(q, EACH)) },
  );
}

export default function Search() {
  const { t } = useTranslation();
  const { t: f } = useTranslation('further');
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text.trim(), 250);
  const { data, error, pending, again } = useFound(q);
  const none = data && data.leads.length + data.deals.length + data.orders.length === 0;
  return (
    <div className="page" style={{ maxWidth: '50rem' }}>
      <h1 className="only-wide">{f('search.title')}</h1>
      <TextInput type="search" size="lg" autoFocus aria-label={f('search.placeholder')} placeholder={f('search.placeholder')} leftSection={<Icon name="search" />} value={text} onChange={(event) => setText(event.currentTarget.value)} />
      {!q ? (
        <Empty icon="search" title={f('search.hint')} />
      ) : pending ? (
        <BoneRows />
      ) : error ? (
        <Failure error={error} again={again} />
      ) : none ? (
        <Empty icon="search" title={f('search.none', { q })} hint={f('search.noneHint')} />
      ) : (
        data && (
          <div className="stack" aria-live="polite">
            {data.leads.length > 0 && (
              <Card title={t('leads.title')} flush>
                <ul className="rows">{data.leads.map((lead) => <LeadRow key={lead.id} lead={lead} />)}</ul>
              </Card>
            )}
            {data.deals.length > 0 && (
              <Card title={t('deals.title')} flush>
                <ul className="rows">{data.deals.map((deal) => <DealRow key={deal.id} deal={deal} />)}</ul>
              </Card>
            )}
            {data.orders.length > 0 && (
              <Card title={f('orders.title')} flush>
                <ul className="rows">
                  {data.orders.map((order) => (
                    <li key={order.id}>
                      <Link href={`/orders/${order.id}`} className="line">
                        <span className="first cut">{order.customer}</span>
                        <span className="end first num">{money(order.amount)}</span>
                        <span className="second num">{order.number}</span>
                        <span className="end"><Tag>{f(`orders.state.${order.state}`)}</Tag></span>
                      </Link>
                    </li>
                  ))}
                </ul>
              </Card>
            )}
          </div>
        )
      )}
    </div>
  );
}
