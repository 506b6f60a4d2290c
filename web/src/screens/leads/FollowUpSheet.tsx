/** A follow-up in three taps: open, result, save. What was said and the next step are there for who wants them. */
import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { FollowUpMethod, FollowUpResult, Lead, RecordFollowUp } from '../../api/types';
import { now } from '../../offline/clock';
import { newId } from '../../offline/ids';
import { submit } from '../../offline/outbox';
import { useDraft } from '../../offline/drafts';
import { uploadsOf, type Named } from '../../offline/photos';
import type { IconName } from '../../ui/Icon';
import { NextChoice, stepOf, type NextDraft } from '../../ui/NextChoice';
import { Choice } from '../../ui/parts';
import { PhotoField } from '../../ui/PhotoField';
import { Sheet } from '../../ui/Sheet';
import { useGiving } from '../../ui/useGiving';
import { FILES } from './files';

const METHODS: Record<'call' | 'visit' | 'wechat' | 'email' | 'meeting', IconName> = { call: 'phone', visit: 'visit', wechat: 'chat', email: 'mail', meeting: 'meeting' };
const RESULTS: FollowUpResult[] = ['interested', 'appointment', 'replied', 'no_answer', 'not_interested'];

interface Draft extends NextDraft {
  method: FollowUpMethod;
  result: FollowUpResult | null;
  content: string;
  photos: Named[];
}

const START: Draft = { method: 'call', result: null, content: '', next: 'none', at: '', text: '', photos: [] };

export function FollowUpSheet({ lead, opened, onClose }: { lead: Pick<Lead, 'id' | 'name' | 'company'>; opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const { t: further } = useTranslation('further');
  const [draft, change, forget] = useDraft<Draft>(`follow-up:${lead.id}`, START);
  const { busy, giving } = useGiving();
  const [missing, setMissing] = useState(false);

  const save = async () => {
    if (!draft.result) {
      setMissing(true);
      return;
    }
    const step = stepOf(draft);
    const body: RecordFollowUp = {
      method: draft.method,
      result: draft.result,
      content: draft.content.trim(),
      occurred_at: new Date(now()).toISOString(),
      ...(draft.photos.length > 0 ? { attachments: draft.photos } : {}),
      ...(step ? { next_step: step } : {}),
    };
    const command = () => submit({
      key: newId(),
      service: 'leads',
      method: 'POST',
      path: `/api/leads/v1/leads/${lead.id}/follow-ups`,
      body,
      uploads: uploadsOf(draft.photos, FILES),
      subject: lead.id,
      kind: 'followUp',
      title: lead.company ?? lead.name,
    });
    if (!(await giving(command, further('followUp.saved')))) return;
    forget();
    onClose();
  };
  return (
    <Sheet title={further('followUp.title')} hint={lead.company ?? lead.name} opened={opened} onClose={onClose} onSubmit={save} busy={busy} submit={t('common.save')}>
      <Choice
        name="method"
        legend={further('followUp.method')}
        value={draft.method as keyof typeof METHODS}
        onChange={(method) => change({ method })}
        options={(Object.keys(METHODS) as (keyof typeof METHODS)[]).map((value) => ({ value, label: further(`followUp.methods.${value}`), icon: METHODS[value] }))}
      />
      <Choice
        name="result"
        legend={further('followUp.result')}
        value={draft.result}
        onChange={(result) => {
          setMissing(false);
          change({ result });
        }}
        options={RESULTS.map((value) => ({ value, label: further(`followUp.results.${value}`) }))}
        error={missing ? further('followUp.needResult') : undefined}
      />
      <Textarea label={further('followUp.content')} placeholder={further('followUp.contentPlaceholder')} minRows={2} rows={3} value={draft.content} onChange={(event) => change({ content: event.currentTarget.value })} />
      <PhotoField files={FILES} photos={draft.photos} onChange={(photos) => change({ photos })} />
      <NextChoice draft={draft} onChange={change} />
    </Sheet>
  );
}
