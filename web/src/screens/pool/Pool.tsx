/** The pools: leads nobody works on, to be claimed by who may. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';

import '../../i18n/further';
import { content, leads, seen } from '../../api/client';
import type { Pool as PoolTerms, PooledLead } from '../../api/types';
import { language } from '../../i18n';
import { money, when } from '../../i18n/format';
import { useAsk } from '../../offline/answers';
import { submit } from '../../offline/outbox';
import { Listed } from '../../ui/Listed';
import { BoneRows, Card, Choice, Empty, Failure, Score, Stored, Tag } from '../../ui/parts';
import { useGiving } from '../../ui/useGiving';
import { useNames } from '../leads/names';

export default function Pool() {
  const { t: f } = useTranslation('further');
  const pools = useAsk(['leads', 'pools'], () => content(leads.GET('/api/leads/v1/pools', { params: { query: { limit: 50, ...seen('leads') } } })));
  const [code, setCode] = useState<string | null>(null);
  const all = pools.data?.items ?? [];
  const pool = all.find((each) => each.code === code) ?? all.find((each) => each.may_claim) ?? all[0];
  return (
    <div className="page" style={{ maxWidth: '54rem' }}>
      <h1 className="only-wide">{f('pool.title')}</h1>
      <p className="soft">{f('pool.hint')}</p>
      <Stored stored={pools.stored} at={pools.at} />
      {pools.pending ? (
        <BoneRows count={5} />
      ) : pools.error ? (
        <Failure error={pools.error} again={pools.again} />
      ) : !pool ? (
        <Empty icon="pool" title={f('pool.none')} />
      ) : (
        <>
          {all.length > 1 && (
            <Choice scroll name="pool" legend={f('pool.title')} value={pool.code} onChange={setCode} options={all.map((each) => ({ value: each.code, label: `${language() === 'en' ? each.name : each.name_zh} ${each.leads}` }))} />
          )}
          <Leads key={pool.code} pool={pool} />
        </>
      )}
    </div>
  );
}

function Leads({ pool }: { pool: PoolTerms }) {
  const { t: f } = useTranslation('further');
  const asked = useAsk(['leads', 'pooled', pool.code], () =>
    content(leads.GET('/api/leads/v1/pools/{code}/leads', { params: { path: { code: pool.code }, query: { limit: 100, ...seen('leads') } } })),
  );
  const terms = [pool.daily_limit && f('pool.limit', { count: pool.daily_limit }), pool.recycle_after_days && f('pool.recycle', { count: pool.recycle_after_days })].filter(Boolean).join(' · ');
  return (
    <Card title={language() === 'en' ? pool.name : pool.name_zh} end={<Tag>{f('pool.lead', { count: pool.leads })}</Tag>} flush>
      {(terms || !pool.may_claim) && <p className="soft small" style={{ padding: '0 1.125rem .5rem' }}>{[terms, pool.may_claim ? '' : f('pool.notYours')].filter(Boolean).join(' · ')}</p>}
      <Listed of={asked} empty={<Empty icon="pool" title={f('pool.empty')} hint={f('pool.emptyHint')} />}>
        {(lead) => <Pooled key={lead.id} lead={lead} may={pool.may_claim} />}
      </Listed>
    </Card>
  );
}

function Pooled({ lead, may }: { lead: PooledLead; may: boolean }) {
  const { t: f } = useTranslation('further');
  const [, go] = useLocation();
  const { source, region, industry } = useNames();
  const { busy, giving } = useGiving();
  const claim = async () => {
    const command = () => submit({ service: 'leads', method: 'POST', path: `/api/leads/v1/leads/${lead.id}/claim`, body: {}, subject: lead.id, kind: 'claim', title: lead.company ?? lead.name });
    if ((await giving(command, f('pool.claimed')))?.state === 'ok') go(`/leads/${lead.id}`);
  };
  return (
    <li className="row" style={{ padding: '.75rem 1.125rem', gap: '.875rem' }}>
      <Score grade={lead.grade} points={lead.score} />
      <div className="grow">
        <p className="first cut">{lead.company ?? lead.name}</p>
        <p className="second cut soft small">{[source(lead.source), region(lead.region), industry(lead.industry), lead.budget && money(lead.budget), f('pool.since', { time: when(lead.pooled_at) })].filter(Boolean).join(' · ')}</p>
      </div>
      {may && (
        <Button size="sm" h={44} variant="light" loading={busy} onClick={() => void claim()} aria-label={`${f('pool.claim')} ${lead.company ?? lead.name}`}>
          {f('pool.claim')}
        </Button>
      )}
    </li>
  );
}
