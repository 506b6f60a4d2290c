/** Says what is to be done next about a deal, or that nothing is. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Deal } from '../../api/types';
import '../../i18n/visits';
import { submit } from '../../offline/outbox';
import { NextChoice, stepOf, type NextDraft } from '../../ui/NextChoice';
import { Sheet } from '../../ui/Sheet';
import { useGiving } from '../../ui/useGiving';
import { fieldOf } from '../visits/times';

export function NextStepSheet({ deal, at, onClose }: { deal: Pick<Deal, 'id' | 'title' | 'next_step'>; at?: string; onClose: () => void }) {
  const { t } = useTranslation('visits');
  const { t: common } = useTranslation();
  const before = deal.next_step;
  const picked = at ?? before?.due_at;
  const [draft, setDraft] = useState<NextDraft>({ next: picked ? 'pick' : 'tomorrow', at: fieldOf(picked), text: before?.text ?? '' });
  const { busy, giving } = useGiving();
  const save = async () => {
    const step = stepOf(draft);
    const command = () => submit({ service: 'opportunities', method: step ? 'PUT' : 'DELETE', path: `/api/opportunities/v1/opportunities/${deal.id}/next-step`, body: step, subject: deal.id, kind: 'nextStep', title: deal.title });
    if (await giving(command, t('deal.saved'))) onClose();
  };
  return (
    <Sheet title={t('activity.next')} hint={deal.title} opened onClose={onClose} onSubmit={save} busy={busy} submit={common('common.save')}>
      <NextChoice draft={draft} onChange={(part) => setDraft((now) => ({ ...now, ...part }))} />
    </Sheet>
  );
}
