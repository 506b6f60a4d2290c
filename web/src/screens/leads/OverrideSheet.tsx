import { Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { leads, once } from '../../api/client';
import type { LeadDetail } from '../../api/types';
import { Sheet } from '../../ui/Sheet';
import { Refusal } from '../admin/parts';
import { useCommand } from '../admin/useCommand';

/** Takes a lead for something else than the model does, and says why. */
export default function OverrideSheet({ lead, onClose }: { lead: LeadDetail; onClose: () => void }) {
  const { t } = useTranslation('lead');
  const { t: w } = useTranslation();
  const command = useCommand();
  const [points, setPoints] = useState(lead.override ? String(lead.override.points) : '');
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState('');
  const [missing, setMissing] = useState<{ points?: string; reason?: string }>({});
  const save = async () => {
    const wrong = { ...(/^\d+$/.test(points) && Number(points) <= 100 ? {} : { points: t('override.pointsNeeded') }), ...(reason.trim() ? {} : { reason: w('common.reasonNeeded') }) };
    setMissing(wrong);
    if (Object.keys(wrong).length) return;
    // The whole last day counts, by this device's clock.
    const ends = until ? { until: new Date(`${until}T23:59:59`).toISOString() } : {};
    const saved = await command.give(
      () => leads.POST('/api/leads/v1/leads/{lead_id}/override-score', { params: { path: { lead_id: lead.id }, header: once() }, body: { points: Number(points), reason: reason.trim(), ...ends } }),
      t('override.done'),
    );
    if (saved) onClose();
  };
  return (
    <Sheet title={t('override.title')} hint={t('override.hint', { points: lead.automatic_score ?? '–' })} opened onClose={onClose} onSubmit={save} busy={command.busy} submit={t('override.go')}>
      <TextInput label={t('override.points')} inputMode="numeric" data-autofocus value={points} error={missing.points ?? command.at('/points')} onChange={(event) => setPoints(event.currentTarget.value.replace(/\D/g, '').slice(0, 3))} />
      <Textarea label={t('override.reason')} placeholder={t('override.example')} rows={2} value={reason} error={missing.reason ?? command.at('/reason')} onChange={(event) => setReason(event.currentTarget.value)} />
      <TextInput type="date" label={t('override.until')} description={t('override.forever')} value={until} error={command.at('/until')} onChange={(event) => setUntil(event.currentTarget.value)} />
      <Refusal command={command} shown={['/points', '/reason', '/until']} />
    </Sheet>
  );
}
