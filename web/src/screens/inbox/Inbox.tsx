/** What the company told this person; opening one marks it as read. */
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';

import { content, gateway, once, seen } from '../../api/client';
import type { Notification } from '../../api/types';
import { language } from '../../i18n';
import { when } from '../../i18n/format';
import { useAsk } from '../../offline/answers';
import { Listed } from '../../ui/Listed';
import { Card, Choice, Empty, Stored, Tag } from '../../ui/parts';
import { complain } from '../../ui/toast';

type Shown = 'unread' | 'all';

/** Where a notification leads in this app; the services name the thing and not our paths. */
export function placeOf(notification: Pick<Notification, 'event_type' | 'subject'>): string | null {
  const context = /^crm\.([a-z-]+)\./.exec(notification.event_type)?.[1];
  const place = context ? { leads: 'leads', opportunities: 'deals', orders: 'orders' }[context] : undefined;
  return place && /^[0-9a-f-]{36}$/.test(notification.subject) ? `/${place}/${notification.subject}` : null;
}

export default function Inbox() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [shown, setShown] = useState<Shown>('unread');
  const query = { ...(shown === 'unread' ? { unread: true } : {}), limit: 100 };
  const { data, error, pending, again, stored, at } = useAsk(['integration-gateway', 'notifications', shown], () =>
    content(gateway.GET('/api/integration-gateway/v1/notifications', { params: { query: { ...query, ...seen('integration-gateway') } } })),
  );
  const readAll = async () => {
    try {
      await gateway.POST('/api/integration-gateway/v1/notifications/read', { params: { header: once() } });
      await client.invalidateQueries({ queryKey: ['integration-gateway'] });
    } catch (failed) {
      complain(failed);
    }
  };
  return (
    <div className="page" style={{ maxWidth: '46rem' }}>
      <h1 className="only-wide">{t('inbox.title')}</h1>
      <div className="row between wrap">
        <Choice<Shown> scroll name="shown" legend={t('inbox.title')} value={shown} onChange={setShown} options={(['unread', 'all'] as const).map((value) => ({ value, label: t(`inbox.${value}`) }))} />
        {data && data.items.some((each) => !each.read_at) && (
          <Button variant="default" size="sm" h={44} onClick={() => void readAll()}>
            {t('inbox.readAll')}
          </Button>
        )}
      </div>
      <Stored stored={stored} at={at} />
      <Card flush>
        <Listed of={{ data, error, pending, again }} empty={<Empty icon="inbox" title={t('inbox.empty')} hint={t('inbox.emptyHint')} />}>
          {(each) => <One key={each.id} notification={each} />}
        </Listed>
      </Card>
    </div>
  );
}

function One({ notification }: { notification: Notification }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const client = useQueryClient();
  const english = language() === 'en';
  const open = () => {
    if (!notification.read_at) {
      void gateway
        .POST('/api/integration-gateway/v1/notifications/{notification_id}/read', { params: { path: { notification_id: notification.id }, header: once() } })
        .then(() => client.invalidateQueries({ queryKey: ['integration-gateway'] }))
        .catch(complain);
    }
    const place = placeOf(notification);
    if (place) go(place);
  };
  return (
    <li>
      <button type="button" className="line" onClick={open}>
        <span className="first" style={{ fontWeight: notification.read_at ? 450 : 650 }}>
          {english ? notification.title : notification.title_zh}
        </span>
        <span className="end second num">{notification.urgent && !notification.read_at ? <Tag tone="bad">{when(notification.made_at)}</Tag> : when(notification.made_at)}</span>
        <span className="second" style={{ gridColumn: '1 / -1' }}>
          {english ? notification.text : notification.text_zh}
        </span>
        {!notification.read_at && <span className="hidden">{t('inbox.unread')}</span>}
      </button>
    </li>
  );
}
