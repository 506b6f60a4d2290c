import { TextInput, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';

import '../../i18n/further';
import type { ConvertLead, LeadDetail } from '../../api/types';
import { submit } from '../../offline/outbox';
import { Sheet } from '../../ui/Sheet';
import { useGiving } from '../../ui/useGiving';

/** Makes a deal and a customer of a lead. */
export function ConvertSheet({ lead, opened, onClose }: { lead: LeadDetail; opened: boolean; onClose: () => void }) {
  const { t: f } = useTranslation('further');
  const [, go] = useLocation();
  const [title, setTitle] = useState(lead.name);
  const [amount, setAmount] = useState(lead.budget?.amount ?? '');
  const [reason, setReason] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const { busy, giving } = useGiving();
  const currency = lead.budget?.currency ?? 'CNY';

  const convert = async () => {
    setFault(null);
    const body: ConvertLead = {
      title: title.trim() || lead.name,
      ...(amount ? { amount: { amount, currency } } : {}),
      ...(reason.trim() ? { reason: reason.trim() } : {}),
    };
    const command = () => submit({ service: 'leads', method: 'POST', path: `/api/leads/v1/leads/${lead.id}/convert`, body, subject: lead.id, kind: 'convert', title: lead.company ?? lead.name });
    const outcome = await giving(command, f('convert.done'), (problem) => setFault(problem.detail ?? problem.title));
    if (!outcome) return;
    onClose();
    const deal = outcome.state === 'ok' ? (outcome.body as { opportunity_id?: string | null }).opportunity_id : null;
    if (deal) go(`/deals/${deal}`);
  };
  return (
    <Sheet title={f('convert.title')} hint={f('convert.hint')} opened={opened} onClose={onClose} onSubmit={convert} busy={busy} submit={f('convert.go')}>
      <TextInput label={f('convert.dealTitle')} value={title} onChange={(event) => setTitle(event.currentTarget.value)} />
      <TextInput label={`${f('convert.amount')} (${currency})`} inputMode="decimal" value={amount} onChange={(event) => setAmount(event.currentTarget.value.replace(/[^0-9.]/g, ''))} />
      <Textarea label={f('convert.reason')} placeholder={f('convert.reasonPlaceholder')} rows={2} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
      {fault && (
        <p className="fault" role="alert">
          {fault}
        </p>
      )}
    </Sheet>
  );
}
