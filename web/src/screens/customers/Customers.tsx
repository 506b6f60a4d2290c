/** Customers of master data, and one of them with everything of ours. */
import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import { useRowKeys } from '../../app/keys';
import '../../i18n/further';
import '../../i18n/visits';
import { Icon } from '../../ui/Icon';
import { Listed } from '../../ui/Listed';
import { Panes } from '../../ui/Panes';
import { Empty, Stored, Tag } from '../../ui/parts';
import { CustomerPage } from './CustomerPage';
import { useCustomers } from './queries';

export default function Customers({ id }: { id: string | undefined }) {
  const { t } = useTranslation('further');
  return (
    <Panes
      list={<CustomerList current={id} />}
      detail={id ? <CustomerPage key={id} id={id} /> : <Empty icon="home" title={t('customers.pick')} hint={t('customers.pickHint')} />}
      chosen={id !== undefined}
    />
  );
}

function CustomerList({ current }: { current: string | undefined }) {
  const { t } = useTranslation('further');
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text.trim(), 250);
  const customers = useCustomers(q);
  useRowKeys('.pane-list .rows a');
  return (
    <>
      <div className="pane-head">
        <h1 className="only-wide">{t('customers.title')}</h1>
        <TextInput type="search" aria-label={t('customers.search')} placeholder={t('customers.search')} leftSection={<Icon name="search" size={18} />} value={text} onChange={(event) => setText(event.currentTarget.value)} />
      </div>
      {customers.stored && <p style={{ padding: '.625rem 1.125rem 0' }}><Stored stored={customers.stored} at={customers.at} /></p>}
      <div style={{ opacity: customers.changing ? 0.55 : 1 }}>
        <Listed of={customers} bones={8} empty={<Empty icon="home" title={t('customers.none')} hint={t('customers.noneHint')} />}>
          {(customer) => (
            <li key={customer.customer_id}>
              <Link href={`/customers/${customer.customer_id}`} className="line" aria-current={customer.customer_id === current ? 'true' : undefined}>
                <span className="first cut">{customer.name}</span>
                <span className="end">{customer.active ? <span className="soft small num">{customer.customer_id}</span> : <Tag>{t('customers.inactive')}</Tag>}</span>
                <span className="second cut">{[customer.contact, customer.phone].filter(Boolean).join(' · ')}</span>
              </Link>
            </li>
          )}
        </Listed>
      </div>
    </>
  );
}
