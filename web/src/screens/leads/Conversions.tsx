/** What a lead was converted to, when, by whom and why, at which score, and what came of it; and the way back. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { content, leads, once, seen } from '../../api/client';
import { Refused } from '../../api/problems';
import type { Conversion, LeadDetail } from '../../api/types';
import { mayWrite, usePerson } from '../../app/session';
import { when } from '../../i18n/format';
import { useAsk } from '../../offline/answers';
import { usePeople } from '../../offline/people';
import { ReasonSheet } from '../../ui/ReasonSheet';
import { Bone, Card, Failure, Tag, type Tone } from '../../ui/parts';
import { useQueryClient } from '@tanstack/react-query';

const TONES: Partial<Record<Conversion['outcome'], Tone>> = { won: 'good', lost: 'bad', open: 'brand' };

export default function Conversions({ lead }: { lead: LeadDetail }) {
  const { t } = useTranslation('lead');
  const person = usePerson();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const { data, error, pending, again } = useAsk(['leads', 'conversions', lead.id, lead.status], () => content(leads.GET('/api/leads/v1/conversions', { params: { query: { lead: lead.id, limit: 20, ...seen('leads') } } })));
  const takeBack = async (reason: string) => {
    try {
      const body = await content(leads.POST('/api/leads/v1/leads/{lead_id}/reopen', { params: { path: { lead_id: lead.id }, header: once() }, body: { reason } }));
      void client.invalidateQueries({ queryKey: ['leads'] });
      return { state: 'ok' as const, body };
    } catch (refused) {
      if (refused instanceof Refused) return { state: 'rejected' as const, problem: refused.problem };
      throw refused;
    }
  };
  const may = lead.status === 'converted' && mayWrite(person);
  // Most leads were never converted: nothing is shown of what is not there.
  if (lead.status !== 'converted' && !data?.items.length) return null;
  return (
    <Card
      title={t('conversion.title')}
      end={
        may && (
          <Button size="sm" h={40} variant="default" onClick={() => setOpen(true)}>
            {t('conversion.undo')}
          </Button>
        )
      }
    >
      {pending ? <Bone height={80} /> : error ? <Failure error={error} again={again} /> : (data?.items ?? []).map((each) => <One key={`${each.id}${each.number}`} of={each} />)}
      {open && <ReasonSheet title={t('conversion.undo')} hint={t('conversion.undoHint')} submit={t('conversion.undo')} done={t('conversion.undone')} opened onClose={() => setOpen(false)} danger give={takeBack} />}
    </Card>
  );
}

function One({ of }: { of: Conversion }) {
  const { t } = useTranslation('lead');
  const people = usePeople();
  return (
    <dl className="facts conversion">
      <dt>{t('conversion.result')}</dt>
      <dd>
        <Tag tone={TONES[of.outcome] ?? 'plain'}>{t(`conversion.outcome.${of.outcome}`)}</Tag> {of.outcome_reason}
      </dd>
      <dt>{t('conversion.makes')}</dt>
      <dd>{[...of.made.map((what) => t(`conversion.made.${what}`)), of.customer_state !== 'none' && t(`conversion.customer.${of.customer_state}`, { id: of.customer_id ?? '' })].filter(Boolean).join(' · ')}</dd>
      <dt>{t('conversion.score')}</dt>
      <dd className="num">{of.score === null ? '–' : of.score === of.automatic_score ? `${of.score} · ${of.grade ?? ''}` : `${t('conversion.scores', { points: of.score, automatic: of.automatic_score ?? '–' })} · ${of.grade ?? ''}`}</dd>
      {of.reason && (
        <>
          <dt>{t('conversion.reason')}</dt>
          <dd>{of.reason}</dd>
        </>
      )}
      <dt className="hidden">{t('conversion.title')}</dt>
      <dd className="soft small" style={{ gridColumn: '1 / -1' }}>{t('conversion.at', { time: when(of.converted_at), name: people(of.converted_by) })}</dd>
    </dl>
  );
}
