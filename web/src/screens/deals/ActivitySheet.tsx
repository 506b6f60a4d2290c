/** Logs what was done about a deal, and what comes next. */
import { Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { ActivityKind, ActivityResult, Deal, RecordActivity } from '../../api/types';
import '../../i18n/visits';
import { now } from '../../offline/clock';
import { useDraft } from '../../offline/drafts';
import { submit } from '../../offline/outbox';
import { uploadsOf, type Named } from '../../offline/photos';
import type { IconName } from '../../ui/Icon';
import { NextChoice, stepOf, type NextDraft } from '../../ui/NextChoice';
import { Choice } from '../../ui/parts';
import { PhotoField } from '../../ui/PhotoField';
import { Sheet } from '../../ui/Sheet';
import { useGiving } from '../../ui/useGiving';
import { namesIn } from '../visits/CheckOutSheet';
import { FILES } from '../visits/queries';

const KINDS: Record<Exclude<ActivityKind, 'other'>, IconName> = { call: 'phone', visit: 'visit', meeting: 'meeting', mail: 'mail' };
const RESULTS = ['advanced', 'neutral', 'objection', 'unreachable'] as const satisfies readonly ActivityResult[];

interface Draft extends NextDraft {
  kind: keyof typeof KINDS;
  result: ActivityResult | null;
  content: string;
  participants: string;
  minutes: string;
  photos: Named[];
}

const START: Draft = { kind: 'call', result: null, content: '', participants: '', minutes: '', photos: [], next: 'none', at: '', text: '' };

export function ActivitySheet({ deal, onClose }: { deal: Pick<Deal, 'id' | 'title' | 'status'>; onClose: () => void }) {
  const { t } = useTranslation('visits');
  const { t: further } = useTranslation('further');
  const { t: common } = useTranslation();
  const [draft, change, forget] = useDraft<Draft>(`activity:${deal.id}`, START);
  const { busy, giving } = useGiving();
  const save = async () => {
    const step = deal.status === 'open' ? stepOf(draft) : null;
    const body: RecordActivity = {
      kind: draft.kind,
      occurred_at: new Date(now()).toISOString(),
      content: draft.content.trim(),
      participants: namesIn(draft.participants),
      ...(draft.result ? { result: draft.result } : {}),
      ...(draft.minutes ? { minutes: Number(draft.minutes) } : {}),
      ...(draft.photos.length > 0 ? { attachments: draft.photos } : {}),
      ...(step ? { next_step: step } : {}),
    };
    const command = () => submit({
      service: 'opportunities', method: 'POST', path: `/api/opportunities/v1/opportunities/${deal.id}/activities`, body, uploads: uploadsOf(draft.photos, FILES), subject: deal.id, kind: 'activity', title: deal.title,
    });
    if (!(await giving(command, t('activity.saved')))) return;
    forget();
    onClose();
  };
  return (
    <Sheet title={t('activity.log')} hint={deal.title} opened onClose={onClose} onSubmit={save} busy={busy} submit={common('common.save')}>
      <Choice name="kind" legend={further('followUp.method')} value={draft.kind} onChange={(kind) => change({ kind })} options={(Object.keys(KINDS) as (keyof typeof KINDS)[]).map((value) => ({ value, label: t(`activity.kinds.${value}`), icon: KINDS[value] }))} />
      <Choice name="result" legend={further('followUp.result')} value={draft.result} onChange={(result) => change({ result })} options={RESULTS.map((value) => ({ value, label: t(`activity.results.${value}`) }))} />
      <Textarea label={further('followUp.content')} placeholder={further('followUp.contentPlaceholder')} rows={3} value={draft.content} onChange={(event) => change({ content: event.currentTarget.value })} />
      <TextInput label={t('activity.participants')} placeholder={t('activity.participantsPlaceholder')} value={draft.participants} onChange={(event) => change({ participants: event.currentTarget.value })} />
      <TextInput type="number" inputMode="numeric" min={0} max={1440} label={t('activity.tookMinutes')} value={draft.minutes} onChange={(event) => change({ minutes: event.currentTarget.value })} />
      <PhotoField files={FILES} photos={draft.photos} onChange={(photos) => change({ photos })} />
      {deal.status === 'open' && <NextChoice draft={draft} onChange={change} />}
    </Sheet>
  );
}
