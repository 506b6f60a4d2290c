/** Who may be the same as this lead, with the evidence; merging shows first what will come of it. */
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import { leads, once } from '../../api/client';
import { Unreachable } from '../../api/problems';
import type { Candidate, LeadDetail } from '../../api/types';
import { mayWrite, usePerson } from '../../app/session';
import { language } from '../../i18n';
import { Bone, Card, Failure, Tag } from '../../ui/parts';
import { complain, say } from '../../ui/toast';
import { Evidences } from './Evidences';
import { useDuplicates } from './queries';

const MergeSheet = lazy(() => import('./MergeSheet'));

export function Duplicates({ lead }: { lead: LeadDetail }) {
  const { t: l } = useTranslation('lead');
  const { data, error, pending, again } = useDuplicates(lead.id);
  const [merging, setMerging] = useState<Candidate | null>(null);
  // Nobody compares without the server, and the rest of the page stands without it.
  if (error instanceof Unreachable) return null;
  return (
    <Card title={l('duplicates')}>
      {pending ? (
        <Bone height={44} />
      ) : error ? (
        <Failure error={error} again={again} />
      ) : data && data.candidates.length > 0 ? (
        data.candidates.map((candidate) => <One key={candidate.id} lead={lead} candidate={candidate} merge={() => setMerging(candidate)} />)
      ) : (
        <p className="soft small">
          {l('duplicatesNone')}
          {language() === 'en' ? '. ' : '。'}
          {l('duplicatesHint')}
        </p>
      )}
      {merging && (
        <Suspense>
          <MergeSheet lead={lead} other={merging} onClose={() => setMerging(null)} />
        </Suspense>
      )}
    </Card>
  );
}

function One({ lead, candidate, merge }: { lead: LeadDetail; candidate: Candidate; merge: () => void }) {
  const { t } = useTranslation();
  const { t: l } = useTranslation('lead');
  const person = usePerson();
  const client = useQueryClient();
  const isLead = candidate.kind === 'lead';
  const dismiss = async () => {
    try {
      await leads.POST('/api/leads/v1/leads/{lead_id}/duplicates/{other_id}/dismiss', {
        params: { path: { lead_id: lead.id, other_id: candidate.id }, header: once() },
        body: {},
      });
      say(l('dismissed'));
      await client.invalidateQueries({ queryKey: ['leads'] });
    } catch (error) {
      complain(error);
    }
  };
  return (
    <div className="candidate">
      <p className="row between">
        <b className="cut">{candidate.details?.company ?? candidate.details?.name ?? t('common.unknown')}</b>
        <Tag tone={candidate.verdict === 'certain' ? 'bad' : candidate.verdict === 'likely' ? 'warn' : 'info'}>{t(`leads.verdict.${candidate.verdict}`)}</Tag>
      </p>
      <p className="soft small">{[isLead ? t('leads.lead') : l('customer'), candidate.details?.contact, candidate.details?.phone, candidate.owner_name].filter(Boolean).join(' · ')}</p>
      <Evidences candidate={candidate} />
      {isLead && candidate.details && mayWrite(person) && (
        <div className="acts">
          {lead.status === 'open' && (
            <Button size="sm" variant="default" onClick={merge}>
              {l('merge')}
            </Button>
          )}
          <Button size="sm" variant="subtle" color="gray" onClick={() => void dismiss()}>
            {l('dismiss')}
          </Button>
          <Link className="link" href={`/leads/${candidate.id}`}>
            {t('common.view')}
          </Link>
        </div>
      )}
    </div>
  );
}
