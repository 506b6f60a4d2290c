/** What this device has not sent: to read, to send now, to try again, to keep as a file, or to give up. */
import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import '../../i18n/further';
import { when } from '../../i18n/format';
import type { Words } from '../../i18n/zh';
import type { Queued } from '../../offline/db';
import { discard, drain, metAnother, retry } from '../../offline/outbox';
import { useOutbox } from '../../offline/useOutbox';
import { Card, Empty, Tag } from '../../ui/parts';

const Sheet = lazy(() => import('../../ui/Sheet').then((module) => ({ default: module.Sheet })));

function save(rows: Queued[]): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([JSON.stringify(rows, null, 2)], { type: 'application/json' }));
  link.download = `kuaicrm-outbox-${new Date().toISOString().slice(0, 10)}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export default function Outbox() {
  const { t } = useTranslation();
  const rows = useOutbox();
  const [busy, setBusy] = useState(false);
  const send = async () => {
    setBusy(true);
    await drain();
    setBusy(false);
  };
  return (
    <div className="page" style={{ maxWidth: '46rem' }}>
      <h1 className="only-wide">{t('outbox.title')}</h1>
      {rows.length === 0 ? (
        <Card>
          <Empty icon="check" title={t('outbox.empty')} hint={t('outbox.emptyHint')} />
        </Card>
      ) : (
        <>
          <div className="acts">
            <Button loading={busy} onClick={() => void send()}>
              {t('outbox.send')}
            </Button>
            <Button variant="default" onClick={() => save(rows)}>
              {t('outbox.export')}
            </Button>
          </div>
          <Card flush>
            <ul className="rows">
              {rows.map((row) => (
                <One key={row.key} row={row} />
              ))}
            </ul>
          </Card>
        </>
      )}
    </div>
  );
}

function One({ row }: { row: Queued }) {
  const { t } = useTranslation();
  const { t: further } = useTranslation('further');
  const [asking, setAsking] = useState(false);
  const kind = t(`outbox.kind.${row.kind as keyof Words['outbox']['kind']}`);
  return (
    <li className="stack tight" style={{ padding: '.875rem 1.125rem' }}>
      <div className="row between">
        <b className="cut">{`${kind} · ${row.title}`}</b>
        <Tag tone={row.state === 'waiting' ? 'info' : 'bad'}>{t(`outbox.state.${row.state}`)}</Tag>
      </div>
      <p className="soft small">{when(row.captured_at)}</p>
      {row.problem && <p className="fault">{row.problem.detail ?? row.problem.title}</p>}
      <div className="acts">
        {row.problem && metAnother(row, row.problem) ? (
          <Button size="sm" h={44} component={Link} href={`/outbox/${row.key}`}>
            {further('edit.resolve')}
          </Button>
        ) : row.state !== 'waiting' && (
          <Button size="sm" h={44} variant="default" onClick={() => void retry(row.key)}>
            {t('outbox.retry')}
          </Button>
        )}
        <Button size="sm" h={44} variant="subtle" color="red.8" onClick={() => setAsking(true)}>
          {t('outbox.discard')}
        </Button>
      </div>
      <Suspense>
        {asking && <Sheet title={t('outbox.discard')} hint={t('outbox.discardSure')} opened onClose={() => setAsking(false)} onSubmit={() => discard(row.key)} busy={false} submit={t('outbox.discard')} danger>
        <b>{`${kind} · ${row.title}`}</b>
      </Sheet>}
      </Suspense>
    </li>
  );
}
