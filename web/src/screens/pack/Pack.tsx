/** What this device holds for working without a network: what, how old, how much; to refresh and to forget. */
import { Button } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import '../../i18n/further';
import { useLeave } from '../../app/session';
import { clock, number } from '../../i18n/format';
import { forgetCopy, KINDS, pull, standing, type Kind } from '../../offline/copying';
import { withStore } from '../../offline/db';
import { useOutbox } from '../../offline/useOutbox';
import { Bone, Card, Tag } from '../../ui/parts';
import { complain, say } from '../../ui/toast';

interface Held {
  counts: Record<Kind, number>;
  at: number | null;
  full: boolean;
  photos: { waiting: number; sent: number };
  used: number;
  room: number;
  lasting: boolean;
}

async function held(): Promise<Held> {
  const { usage = 0, quota = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  const lasting = (await navigator.storage?.persisted?.()) ?? false;
  return withStore(async (kept) => {
    const [{ at, full }, waiting, sent, ...counts] = await Promise.all([
      standing(kept),
      kept.photos.where('sent').equals(0).count(),
      kept.photos.where('sent').equals(1).count(),
      ...KINDS.map((kind) => kept.copies.where('kind').equals(kind).count()),
    ]);
    return { at, full, photos: { waiting, sent }, used: usage, room: quota, lasting, counts: Object.fromEntries(KINDS.map((kind, index) => [kind, counts[index]])) as Record<Kind, number> };
  });
}

const megabytes = (bytes: number): string => `${number(bytes / 1024 / 1024, { maximumFractionDigits: 1 })} MB`;

export default function Pack() {
  const { t } = useTranslation('further');
  const [now, set] = useState<Held | null>(null);
  const [busy, setBusy] = useState<'pull' | 'forget' | 'keep' | null>(null);
  const leave = useLeave();
  const unsent = useOutbox().length;
  const look = useCallback(() => held().then(set).catch(complain), []);
  useEffect(() => void look(), [look, unsent]);
  const during = async (what: NonNullable<typeof busy>, work: () => Promise<unknown>) => {
    setBusy(what);
    try {
      await work();
    } catch (error) {
      complain(error);
    }
    await look();
    setBusy(null);
  };
  const keep = async () => {
    if (!(await navigator.storage.persist())) say(t('pack.notLasting'), true);
  };
  if (!now) return <div className="page"><Bone height={240} /></div>;
  const facts: [string, string][] = [
    ...KINDS.map((kind): [string, string] => [t(`pack.kinds.${kind}`), number(now.counts[kind])]),
    [t('pack.photos'), t('pack.photosHeld', { waiting: now.photos.waiting, sent: now.photos.sent })],
    [t('pack.age'), now.at ? clock(now.at) : t('pack.never')],
    [t('pack.used'), t('pack.usedOf', { used: megabytes(now.used), room: megabytes(now.room) })],
  ];
  return (
    <div className="page" style={{ maxWidth: '46rem' }}>
      <h1>{t('pack.title')}</h1>
      <p className="soft">{t('pack.hint')}</p>
      <Card title={t('pack.what')} end={<Tag tone={now.at ? 'good' : 'warn'}>{t(now.at ? 'pack.ready' : 'pack.underWay')}</Tag>}>
        <dl className="facts">
          {facts.map(([name, value]) => (
            <div key={name} style={{ display: 'contents' }}>
              <dt>{name}</dt>
              <dd className="num">{value}</dd>
            </div>
          ))}
        </dl>
        {now.full && <p className="fault" role="alert">{t('pack.full')}</p>}
        <div className="acts" style={{ marginTop: '1rem' }}>
          <Button loading={busy === 'pull'} onClick={() => void during('pull', pull)}>
            {t('pack.refresh')}
          </Button>
          <Button variant="default" loading={busy === 'forget'} onClick={() => void during('forget', forgetCopy)}>
            {t('pack.forget')}
          </Button>
        </div>
        <p className="soft small" style={{ marginTop: '.75rem' }}>{t('pack.forgetHint')}</p>
      </Card>
      <Card title={t('pack.lasting')} end={<Tag tone={now.lasting ? 'good' : 'warn'}>{t(now.lasting ? 'pack.isLasting' : 'pack.maybe')}</Tag>}>
        <p className="soft small">{t('pack.lastingHint')}</p>
        {!now.lasting && (
          <div className="acts" style={{ marginTop: '1rem' }}>
            <Button variant="default" loading={busy === 'keep'} onClick={() => void during('keep', keep)}>
              {t('pack.keep')}
            </Button>
          </div>
        )}
      </Card>
      <Card title={t('pack.leave')}>
        <p className="soft small">{t('pack.leaveHint')}</p>
        <div className="acts" style={{ marginTop: '1rem' }}>
          {unsent > 0 ? (
            <Button component={Link} href="/outbox" variant="default">
              {t('pack.unsent', { count: unsent })}
            </Button>
          ) : (
            <Button variant="default" onClick={() => void leave().catch(complain)}>
              {t('pack.leaveNow')}
            </Button>
          )}
        </div>
      </Card>
    </div>
  );
}
