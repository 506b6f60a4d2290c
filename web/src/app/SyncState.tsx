/** The honest state of this device: offline, so many waiting, something needs a person, or synced. */
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import { clock } from '../i18n/format';
import { useReach } from '../offline/reach';
import { useOutbox } from '../offline/useOutbox';

export function SyncState() {
  const { t } = useTranslation();
  const { online, at } = useReach();
  const rows = useOutbox();
  const stuck = rows.filter((row) => row.state !== 'waiting').length;
  const waiting = rows.length - stuck;
  const [kind, text] = stuck
    ? ['stuck', t('sync.stuck', { count: stuck })]
    : waiting
      ? [online ? 'waiting' : 'offline', online ? t('sync.waiting', { count: waiting }) : `${t('sync.offline')} · ${t('sync.waiting', { count: waiting })}`]
      : online
        ? ['synced', t('sync.synced')]
        : ['offline', at ? t('sync.offlineSince', { time: clock(at) }) : t('sync.offline')];
  return (
    <Link href="/outbox" className={`sync ${kind}`} title={at ? t('common.asOf', { time: clock(at) }) : undefined}>
      <span role="status">{text}</span>
    </Link>
  );
}
