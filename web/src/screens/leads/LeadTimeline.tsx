import { useTranslation } from 'react-i18next';

import type { FollowUp, HistoryEntry, LeadDetail, RecordFollowUp } from '../../api/types';
import { usePeople } from '../../offline/people';
import { useOutbox } from '../../offline/useOutbox';
import type { IconName } from '../../ui/Icon';
import { Attached } from '../../ui/Attached';
import { BoneRows, Failure, Tag, type Tone } from '../../ui/parts';
import { eventName, useEventWords } from '../../ui/events';
import { Timeline, type Moment } from '../../ui/Timeline';
import { FILES } from './files';
import { useFollowUps, useLeadHistory } from './queries';

const METHOD_ICON: Partial<Record<string, IconName>> = { call: 'phone', visit: 'visit', wechat: 'chat', message: 'chat', email: 'mail', meeting: 'meeting' };
const RESULT_TONE: Partial<Record<string, Tone>> = { interested: 'good', appointment: 'good', replied: 'info', not_interested: 'bad' };
/** What follow-ups tell better, or what is of no interest to people. */
const QUIET = new Set(['LeadFollowedUp', 'LeadFollowUpScheduled', 'LeadFollowUpCorrected', 'LeadKnown']);

export function LeadTimeline({ lead }: { lead: LeadDetail }) {
  const { t: further } = useTranslation('further');
  const history = useLeadHistory(lead.id);
  const followUps = useFollowUps(lead.id);
  const people = usePeople();
  const words = useEventWords();
  const queued = useOutbox().filter((row) => row.subject === lead.id && row.kind === 'followUp');
  if (history.pending || followUps.pending) return <BoneRows count={4} />;

  const spoken = (followUp: FollowUp): Moment => ({
    key: followUp.id,
    at: followUp.occurred_at,
    icon: METHOD_ICON[followUp.method] ?? 'chat',
    what: further(`followUp.methods.${followUp.method}`),
    by: followUp.author_name,
    said: followUp.content,
    beside: followUp.attachments.length > 0 && <Attached files={followUp.attachments} at={`/api/leads/v1/leads/${followUp.lead_id}/follow-ups/${followUp.id}/files`} kept={FILES} />,
    strong: true,
    tags: (
      <>
        <Tag tone={RESULT_TONE[followUp.result] ?? 'plain'}>{further(`followUp.results.${followUp.result}`)}</Tag>
        <span className="soft small">{further('followUp.attempt', { count: followUp.attempt })}</span>
        {followUp.entered_late && <Tag tone="warn">{further('followUp.late')}</Tag>}
      </>
    ),
  });
  const event = (entry: HistoryEntry): Moment => {
    const content = entry.content as Record<string, unknown>;
    const score = (content.score ?? {}) as { points?: number; grade?: string };
    const of = (name: string) => String(content[name] ?? '');
    return {
      key: `${entry.aggregate_id}:${entry.version}`,
      at: entry.occurred_at,
      by: people(entry.actor),
      ...words(entry.event, { score: [score.points, score.grade].filter((part) => part !== undefined).join(' · '), points: of('points'), owner: of('owner_name'), reason: of('reason') }),
    };
  };
  const moments = [
    ...(history.data ?? []).filter((entry) => !QUIET.has(eventName(entry.event))).map(event),
    ...(followUps.data?.items ?? []).map(spoken),
  ].sort((a, b) => b.at.localeCompare(a.at));
  const waits: Moment[] = queued.map((row) => {
    const body = row.body as RecordFollowUp;
    return { key: row.key, at: row.captured_at, icon: 'chat', what: further(`followUp.methods.${body.method}`), said: body.content ?? '', beside: body.attachments && body.attachments.length > 0 && <Attached files={body.attachments} kept={FILES} />, waits: true, tags: <Tag>{further(`followUp.results.${body.result}`)}</Tag> };
  });
  return (
    <>
      <Timeline moments={[...waits, ...moments]} />
      {history.error && <Failure error={history.error} again={history.again} />}
    </>
  );
}
