import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';

import { content, leads, once, seen } from '../../api/client';
import type { Import, ImportRow } from '../../api/types';
import { language } from '../../i18n';
import { number, when } from '../../i18n/format';
import { useAsk } from '../../offline/answers';
import { BoneRows, Card, Choice, Failure, Tag, type Tone } from '../../ui/parts';
import { Sheet } from '../../ui/Sheet';
import { complain } from '../../ui/toast';
import { BackToImports } from './Imports';

const SOON = 700;
const OUTCOMES = ['created', 'updated', 'duplicate', 'merged', 'invalid', 'unchanged'] as const;
type Outcome = ImportRow['outcome'];
const TONE: Record<Outcome, Tone> = { created: 'good', updated: 'info', duplicate: 'warn', invalid: 'bad', unchanged: 'plain', merged: 'info' };

const running = (each: Import | undefined) => each?.status === 'running' || each?.status === 'undoing';

/** How far an import is, what became of its rows, and the way back. */
export function Report({ id }: { id: string }) {
  const { t } = useTranslation('further');
  const client = useQueryClient();
  const [every, setEvery] = useState<number | false>(SOON);
  const { data, error, pending, again } = useAsk(
    ['leads', 'import', id],
    async () => {
      const found = await content(leads.GET('/api/leads/v1/imports/{import_id}', { params: { path: { import_id: id }, query: seen('leads') } }));
      setEvery(running(found) ? SOON : false);
      return found;
    },
    { every },
  );
  const undo = async () => {
    await leads.POST('/api/leads/v1/imports/{import_id}/undo', { params: { path: { import_id: id }, header: once() } });
    setEvery(SOON);
    await client.invalidateQueries({ queryKey: ['leads'] });
  };
  if (pending) return <BoneRows />;
  if (error || !data) return <Failure error={error ?? new Error()} again={again} />;
  return (
    <div className="page" style={{ maxWidth: '62rem' }}>
      <div className="row between wrap">
        <BackToImports />
        <div className="acts">
          {(['csv', 'xlsx'] as const).map((kind) => (
            <Button key={kind} component="a" variant="default" href={`/api/leads/v1/imports/${id}/report.${kind}`} download>
              {t('imports.download', { kind: kind.toUpperCase() })}
            </Button>
          ))}
        </div>
      </div>
      <Card>
        <header className="row between wrap">
          <h1 style={{ fontSize: '1.25rem', fontWeight: 680 }}>{data.file_name}</h1>
          <span className="row" style={{ gap: '.375rem' }}>
            {data.dry_run && <Tag>{t('imports.dryRun')}</Tag>}
            <Tag tone={data.status === 'finished' ? 'good' : data.status === 'failed' ? 'bad' : 'info'}>{t(`imports.status.${data.status}`)}</Tag>
          </span>
        </header>
        <p className="soft small">{when(data.started_at)}</p>
        {running(data) && (
          <div className="stack tight" style={{ marginTop: '.75rem' }} aria-live="polite">
            <label htmlFor="done" className="small">
              {t('imports.running', { done: number(data.done ?? 0), rows: number(data.rows ?? 0) })}
            </label>
            <progress id="done" max={data.rows ?? 1} value={data.done ?? 0} style={{ width: '100%', height: 10, accentColor: 'var(--brand)' }} />
          </div>
        )}
        {data.reason && <p className="fault">{data.reason}</p>}
        <Counts of={data} />
        <Ways of={data} undo={undo} />
      </Card>
      {!running(data) && <Rows id={id} />}
    </div>
  );
}

function Counts({ of }: { of: Import }) {
  const { t } = useTranslation('further');
  const undone = of.status === 'undone' ? (['withdrawn', 'kept'] as const) : [];
  return (
    <dl className="counts">
      {([...(['created', 'updated', 'duplicates', 'invalid', 'unchanged'] as const), ...undone]).map((name) => (
        <div key={name} className={name}>
          <dt>{t(`imports.${name}`)}</dt>
          <dd className="num">{number(of[name] ?? 0)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Ways({ of, undo }: { of: Import; undo: () => Promise<void> }) {
  const { t } = useTranslation('further');
  const [, go] = useLocation();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const attempt = async (work: () => Promise<void>) => {
    setBusy(true);
    try {
      await work();
      setAsking(false);
    } catch (error) {
      complain(error);
    } finally {
      setBusy(false);
    }
  };
  const commit = async () => {
    const started = await content(leads.POST('/api/leads/v1/imports/{import_id}/commit', { params: { path: { import_id: of.id }, header: once() } }));
    go(`/imports/${started.id}`);
  };
  if (of.status !== 'finished') return null;
  return (
    <div className="acts" style={{ marginTop: '1rem' }}>
      {of.dry_run ? (
        <Button loading={busy} onClick={() => void attempt(commit)}>
          {t('imports.commit')}
        </Button>
      ) : (
        <Button variant="default" onClick={() => setAsking(true)}>
          {t('imports.undo')}
        </Button>
      )}
      <Sheet title={t('imports.undo')} hint={t('imports.undoSure')} opened={asking} onClose={() => setAsking(false)} onSubmit={() => attempt(undo)} busy={busy} submit={t('imports.undo')} danger>
        <b>{of.file_name}</b>
      </Sheet>
    </div>
  );
}

interface Reason {
  detail?: string;
  text?: string;
  text_zh?: string;
  title?: string;
}

/** Why a row became what it did, in the person's language when the report has it. */
export function reasonOf(reason: Reason): string {
  const own = language() === 'en' ? reason.text : reason.text_zh;
  return own ?? reason.detail ?? reason.text ?? reason.title ?? '';
}

function Rows({ id }: { id: string }) {
  const { t } = useTranslation('further');
  const { t: w } = useTranslation();
  const [outcome, setOutcome] = useState<Outcome | 'all'>('all');
  const { data, error, pending, again } = useAsk(
    ['leads', 'import-rows', id, outcome],
    () =>
      content(
        leads.GET('/api/leads/v1/imports/{import_id}/rows', {
          params: { path: { import_id: id }, query: { limit: 200, ...(outcome === 'all' ? {} : { outcome }), ...seen('leads') } },
        }),
      ),
    { keep: true },
  );
  return (
    <Card title={t('imports.report')} flush>
      <div style={{ padding: '0 1.125rem .75rem' }}>
        <Choice<Outcome | 'all'> scroll name="outcome" legend={t('imports.result')} value={outcome} onChange={setOutcome} options={[{ value: 'all', label: w('common.all') }, ...OUTCOMES.map((value) => ({ value, label: t(`imports.outcome.${value}`) }))]} />
      </div>
      {pending ? (
        <BoneRows />
      ) : error ? (
        <Failure error={error} again={again} />
      ) : (
        <div className="scroll-x" tabIndex={0} role="group" aria-label={t('imports.report')}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('imports.row')}</th>
                <th className="text" scope="col">{t('imports.result')}</th>
                <th className="text" scope="col">{t('imports.why')}</th>
                <th scope="col">{w('leads.lead')}</th>
              </tr>
            </thead>
            <tbody>
              {data?.map((row) => (
                <tr key={row.row}>
                  <td className="num" style={{ width: '4rem' }}>{row.row}</td>
                  <td className="text">
                    <Tag tone={TONE[row.outcome]}>{t(`imports.outcome.${row.outcome}`)}</Tag>
                  </td>
                  <td className="text small">{(row.reasons ?? []).map((reason) => reasonOf(reason as Reason)).join(' ')}</td>
                  <td>{row.lead_id && <Link className="link" href={`/leads/${row.lead_id}`}>{w('common.view')}</Link>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}
