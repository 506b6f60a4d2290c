/** An edit that met another one: both versions side by side, field by field; the person picks, and it is sent again. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';

import '../../i18n/further';
import { money } from '../../i18n/format';
import type { Words } from '../../i18n/zh';
import { useAsk } from '../../offline/answers';
import type { Queued } from '../../offline/db';
import { clashes, present, resolved, type Present } from '../../offline/merging';
import { discard, resend } from '../../offline/outbox';
import { useOutbox } from '../../offline/useOutbox';
import { BoneRows, Card, Empty, Failure } from '../../ui/parts';
import { complain, say } from '../../ui/toast';
import './resolve.css';

export default function Resolve({ id }: { id: string }) {
  const { t } = useTranslation('further');
  const { t: w } = useTranslation();
  const row = useOutbox().find((each) => each.key === id);
  return (
    <div className="page" style={{ maxWidth: '54rem' }}>
      <h1>{t('edit.resolveTitle')}</h1>
      {row?.base ? (
        <Sides row={row} />
      ) : (
        <Card>
          <Empty
            icon="check"
            title={t('edit.gone')}
            action={
              <Button component={Link} href="/outbox" variant="default">
                {w('outbox.title')}
              </Button>
            }
          />
        </Card>
      )}
    </div>
  );
}

function Sides({ row }: { row: Queued }) {
  const { data, error, pending, again } = useAsk(['leads', 'present', row.path, String(row.problem?.params?.actual ?? '')], () => present(row));
  if (pending) return <Card flush><BoneRows count={4} /></Card>;
  if (error || !data) return <Failure error={error ?? new Error()} again={again} />;
  return <Picking row={row} now={data} />;
}

function Picking({ row, now }: { row: Queued; now: Present }) {
  const { t } = useTranslation('further');
  const { t: w } = useTranslation();
  const [, go] = useLocation();
  const [kept, keep] = useState<ReadonlySet<string>>(new Set());
  const [busy, setBusy] = useState(false);
  const found = clashes(row, now);
  const name = (field: string) => w(`leads.field.${field as keyof Words['leads']['field']}`);
  const shown = (value: unknown): string => {
    if (value === null || value === undefined || value === '') return t('edit.empty');
    if (typeof value === 'object' && 'amount' in value) return money(value as Parameters<typeof money>[0], false);
    return String(value);
  };
  const choose = (field: string, theirs: boolean) => {
    const next = new Set(kept);
    if (theirs) next.add(field);
    else next.delete(field);
    keep(next);
  };
  const send = async () => {
    setBusy(true);
    try {
      const edit = resolved(row, now, new Set(found.map(({ field }) => field).filter((field) => kept.has(field))));
      if (Object.keys(edit.body).length === 0) {
        await discard(row.key);
        say(t('edit.dropped'));
      } else await resend(row.key, edit);
      go('/outbox');
    } catch (error) {
      complain(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Card title={row.title}>
      <p className="soft small">{found.length > 0 ? t('edit.hint') : t('edit.merged')}</p>
      {found.map(({ field, before, mine, theirs }) => (
        <fieldset key={field} className="clash">
          <legend>{t('edit.choose', { field: name(field) })}</legend>
          <p className="soft small clash-before">
            {t('edit.before')}: {shown(before)}
          </p>
          {([false, true] as const).map((other) => (
            <label key={String(other)}>
              <input type="radio" name={field} checked={kept.has(field) === other} onChange={() => choose(field, other)} />
              <span>
                <b className="small">{t(other ? 'edit.theirs' : 'edit.mine')}</b>
                <span className="clash-value">{shown(other ? theirs : mine)}</span>
              </span>
            </label>
          ))}
        </fieldset>
      ))}
      <div className="acts" style={{ marginTop: '1rem' }}>
        <Button loading={busy} onClick={() => void send()}>
          {t('edit.keep')}
        </Button>
        <Button component={Link} href={`/leads/${row.subject}`} variant="default">
          {w('leads.lead')}
        </Button>
      </div>
    </Card>
  );
}
