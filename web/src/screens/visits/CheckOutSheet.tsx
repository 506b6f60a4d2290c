/** Checks out: what came of the visit. Of a deal it becomes an activity, of a lead a follow-up. */
import { Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { ActivityResult, CheckOut, FollowUpResult, RecordFollowUp, Visit } from '../../api/types';
import '../../i18n/visits';
import { now } from '../../offline/clock';
import { useDraft } from '../../offline/drafts';
import { submit } from '../../offline/outbox';
import { uploadsOf, type Named } from '../../offline/photos';
import { NextChoice, stepOf, type NextDraft } from '../../ui/NextChoice';
import { Choice } from '../../ui/parts';
import { PhotoField } from '../../ui/PhotoField';
import { Sheet } from '../../ui/Sheet';
import { sayRefusal, useGiving } from '../../ui/useGiving';
import { FILES, give } from './queries';

const OF_LEADS = ['interested', 'appointment', 'replied', 'not_interested'] as const satisfies readonly FollowUpResult[];
const OF_DEALS = ['advanced', 'neutral', 'objection'] as const satisfies readonly ActivityResult[];

interface Draft extends NextDraft {
  result: string | null;
  content: string;
  participants: string;
  photos: Named[];
}

const START: Draft = { result: null, content: '', participants: '', photos: [], next: 'none', at: '', text: '' };

/** Names as people write them in a row. */
export function namesIn(text: string): string[] {
  return text.split(/[,，、;；\n]/).map((name) => name.trim()).filter(Boolean);
}

export function CheckOutSheet({ visit, onClose }: { visit: Visit; onClose: () => void }) {
  const { t } = useTranslation('visits');
  const { t: further } = useTranslation('further');
  const { t: common } = useTranslation();
  const [draft, change, forget] = useDraft<Draft>(`visit:${visit.id}`, START);
  const [fault, setFault] = useState<string | undefined>();
  const { busy, giving } = useGiving();
  const ofLead = visit.subject_kind === 'lead';
  const save = async () => {
    if (ofLead && !draft.result) {
      setFault(further('followUp.needResult'));
      return;
    }
    const at = new Date(now()).toISOString();
    const step = stepOf(draft);
    const said = draft.content.trim();
    const body: CheckOut = {
      at,
      content: said,
      participants: namesIn(draft.participants),
      ...(draft.photos.length > 0 ? { attachments: draft.photos } : {}),
      ...(!ofLead && draft.result ? { result: draft.result as ActivityResult } : {}),
      ...(step && visit.subject_kind === 'opportunity' ? { next_step: step } : {}),
    };
    const command = async () => {
      const outcome = await give('checkOut', visit, body, uploadsOf(draft.photos, FILES));
      if (ofLead && outcome.state !== 'rejected') await follow(visit, draft, said, step);
      return outcome;
    };
    if (!(await giving(command, t('visits.checkedOut')))) return;
    forget();
    onClose();
  };
  return (
    <Sheet title={t('visits.checkOut')} hint={visit.subject_name} opened onClose={onClose} onSubmit={save} busy={busy} submit={common('common.save')}>
      <Choice
        name="result"
        legend={further('followUp.result')}
        value={draft.result}
        onChange={(result) => {
          setFault(undefined);
          change({ result });
        }}
        options={ofLead ? OF_LEADS.map((value) => ({ value, label: further(`followUp.results.${value}`) })) : OF_DEALS.map((value) => ({ value, label: t(`activity.results.${value}`) }))}
        error={fault}
      />
      <Textarea label={t('visits.minutes')} placeholder={further('followUp.contentPlaceholder')} rows={3} value={draft.content} onChange={(event) => change({ content: event.currentTarget.value })} />
      <TextInput label={t('activity.participants')} placeholder={t('activity.participantsPlaceholder')} value={draft.participants} onChange={(event) => change({ participants: event.currentTarget.value })} />
      <PhotoField files={FILES} photos={draft.photos} onChange={(photos) => change({ photos })} />
      {visit.subject_kind !== 'customer' && <NextChoice draft={draft} onChange={change} />}
    </Sheet>
  );
}

/** The follow-up of a lead that was visited. */
async function follow(visit: Visit, draft: Draft, said: string, step: ReturnType<typeof stepOf>): Promise<void> {
  const { due_at, text } = step ?? {};
  const body: RecordFollowUp = {
    method: 'visit',
    result: draft.result as FollowUpResult,
    content: said,
    occurred_at: visit.arrival?.at ?? new Date(now()).toISOString(),
    ...(due_at ? { next_step: { due_at, ...(text ? { text } : {}) } } : {}),
  };
  const outcome = await submit({ service: 'leads', method: 'POST', path: `/api/leads/v1/leads/${visit.subject_id}/follow-ups`, body, subject: visit.subject_id, kind: 'followUp', title: visit.subject_name });
  if (outcome.state === 'rejected') sayRefusal(outcome.problem);
}
