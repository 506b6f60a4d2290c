/** Changes the terms of a deal: what it is called, what it is worth, when it may close. */
import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { DealDetail } from '../../api/types';
import '../../i18n/visits';
import { submit } from '../../offline/outbox';
import { Sheet } from '../../ui/Sheet';
import { useGiving } from '../../ui/useGiving';

export function ReviseSheet({ deal, onClose }: { deal: DealDetail; onClose: () => void }) {
  const { t } = useTranslation('visits');
  const { t: common } = useTranslation();
  const [title, setTitle] = useState(deal.title);
  const [amount, setAmount] = useState(deal.amount.amount);
  const [close, setClose] = useState(deal.expected_close ?? '');
  const [fault, setFault] = useState<string | null>(null);
  const { busy, giving } = useGiving();
  const save = async () => {
    const body = {
      ...(title.trim() !== deal.title ? { title: title.trim() } : {}),
      ...(Number(amount) !== Number(deal.amount.amount) ? { amount: { amount, currency: deal.amount.currency } } : {}),
      ...(close !== (deal.expected_close ?? '') ? { expected_close: close || null } : {}),
    };
    if (Object.keys(body).length === 0) {
      onClose();
      return;
    }
    const command = () => submit({ service: 'opportunities', method: 'POST', path: `/api/opportunities/v1/opportunities/${deal.id}/revise`, body, if_match: `"${deal.version}"`, subject: deal.id, kind: 'revise', title: deal.title });
    if (await giving(command, t('deal.saved'), (problem) => setFault(problem.errors?.[0]?.detail ?? problem.detail ?? problem.title))) onClose();
  };
  return (
    <Sheet title={t('deal.revise')} hint={deal.customer} opened onClose={onClose} onSubmit={save} busy={busy} submit={common('common.save')}>
      <TextInput label={t('deal.title')} value={title} onChange={(event) => setTitle(event.currentTarget.value)} />
      <TextInput inputMode="decimal" label={`${common('deals.amount')} (${deal.amount.currency})`} description={deal.lines.length > 0 ? t('deal.sumOfLines') : undefined} disabled={deal.lines.length > 0} value={amount} onChange={(event) => setAmount(event.currentTarget.value)} />
      <TextInput type="date" label={common('deals.expected')} value={close} onChange={(event) => setClose(event.currentTarget.value)} />
      {fault && <p className="small" role="alert" style={{ color: 'var(--bad)' }}>{fault}</p>}
    </Sheet>
  );
}
