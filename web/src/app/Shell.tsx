/** What surrounds every screen: header and bar on a phone, a rail on a desktop; the same places in both. */
import { Button } from '@mantine/core';
import { Suspense, useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';

import { content, gateway } from '../api/client';
import { useAsk } from '../offline/answers';
import { Icon } from '../ui/Icon';
import { BoneRows } from '../ui/parts';
import { Toasts } from '../ui/toast';
import { useKeys } from './keys';
import { bar, isAt, places, type Place } from './navigation';
import { mayWrite, usePerson } from './session';
import { SyncState } from './SyncState';
import { Update } from './Update';
import './main.css';

const UNREAD_EVERY = 60_000;

function useUnread(): number {
  const { data } = useAsk(
    ['integration-gateway', 'unread'],
    () => content(gateway.GET('/api/integration-gateway/v1/notifications/unread')),
    { every: UNREAD_EVERY },
  );
  return data?.unread ?? 0;
}

function To({ place, at, count = 0 }: { place: Place; at: string; count?: number }) {
  const { t } = useTranslation();
  return (
    <Link href={place.path} aria-current={isAt(place, at) ? 'page' : undefined}>
      <Icon name={place.icon} />
      {t(`nav.${place.name}`)}
      {count > 0 && <span className="count">{count}</span>}
    </Link>
  );
}

function Rail({ at, unread }: { at: string; unread: number }) {
  const { t } = useTranslation();
  const person = usePerson();
  return (
    <aside className="rail">
      <Link href="/" className="brand">
        <img src="/icon.svg" alt="" width={32} height={32} />
        {t('app.name')}
      </Link>
      {mayWrite(person) && (
        <Button component={Link} href="/leads/new" className="new" leftSection={<Icon name="plus" size={18} />} fullWidth>
          {t('nav.create')}
        </Button>
      )}
      <nav aria-label={t('nav.main')}>
        {places(person).map((place) => (
          <To key={place.name} place={place} at={at} />
        ))}
        <To place={{ name: 'search', path: '/search', icon: 'search' }} at={at} />
        <To place={{ name: 'inbox', path: '/inbox', icon: 'inbox' }} at={at} count={unread} />
      </nav>
      <div className="foot">
        <SyncState />
        <Link href="/more" className="who">
          <span className="face" aria-hidden="true">
            {person.name.slice(0, 1)}
          </span>
          <span className="grow">
            <b className="cut">{person.name}</b>
            <br />
            <span className="soft small">{t('more.settings')}</span>
          </span>
        </Link>
      </div>
    </aside>
  );
}

function Head({ at, unread }: { at: string; unread: number }) {
  const { t } = useTranslation();
  const person = usePerson();
  const deep = /^\/(leads|deals|orders|imports|outbox|visits|customers|admin)\/./.test(at);
  const here = [...bar(person), ...places(person)].find((place) => isAt(place, at))?.name;
  const named = at === '/leads/new' ? 'create' : ((['inbox', 'outbox', 'search', 'notify'] as const).find((name) => at.startsWith(`/${name}`)) ?? here);
  // Homes and details have a heading of their own.
  const Title = at === '/' || (deep && named !== 'create') ? 'span' : 'h1';
  return (
    <header className="head">
      {deep && (
        <Link href={at.slice(0, at.lastIndexOf('/'))} className="act-icon" aria-label={t('app.back')} style={{ marginLeft: '-.75rem' }}>
          <Icon name="back" />
        </Link>
      )}
      <Title className="title grow cut">{named ? t(`nav.${named}`) : t('app.name')}</Title>
      <SyncState />
      <Link href="/search" className="act-icon" aria-label={t('nav.search')}>
        <Icon name="search" />
      </Link>
      <Link href="/inbox" className="act-icon" aria-label={`${t('nav.inbox')} ${t('inbox.count', { count: unread })}`}>
        <Icon name="inbox" />
        {unread > 0 && (
          <span className="count" aria-hidden="true">
            {unread}
          </span>
        )}
      </Link>
    </header>
  );
}

function Bar({ at }: { at: string }) {
  const { t } = useTranslation();
  const person = usePerson();
  return (
    <nav className="bar" aria-label={t('nav.main')}>
      {bar(person).map((place) =>
        place.name === 'create' ? (
          <Link key={place.name} href={place.path} className="add" aria-label={t('nav.create')}>
            <i>
              <Icon name="plus" size={24} />
            </i>
          </Link>
        ) : (
          <To key={place.name} place={place} at={at} />
        ),
      )}
    </nav>
  );
}

export function Shell({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const [at] = useLocation();
  const unread = useUnread();
  useKeys();
  useEffect(() => {
    window.scrollTo(0, 0);
  }, [at]);
  return (
    <>
      <a
        className="skip"
        href="#content"
        onClick={(event) => {
          event.preventDefault();
          document.getElementById('content')?.focus();
        }}
      >
        {t('app.skip')}
      </a>
      <div className="app">
        <Rail at={at} unread={unread} />
        <Head at={at} unread={unread} />
        <main id="content" className="content" tabIndex={-1}>
          <Update />
          <Suspense fallback={<BoneRows />}>{children}</Suspense>
        </main>
        <Bar at={at} />
      </div>
      <Toasts />
    </>
  );
}
