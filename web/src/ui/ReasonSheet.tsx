import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Outcome } from '../offline/outbox';
import { Sheet } from './Sheet';
import { useGiving } from './useGiving';

interface Asking {
  title: string;
  hint: string;
  label?: string;
  submit: string;
  done: string;
  opened: boolean;
  onClose: () => void;
  /** Give the command with the reason; empty only when none is needed. */
  give: (reason: string) => Promise<Outcome>;
  optional?: boolean;
  danger?: boolean;
}

/** Asks why before it does something that others will want to understand. */
export function ReasonSheet({ title, hint, label, submit, done, opened, onClose, give, optional, danger }: Asking) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const { busy, giving } = useGiving();
  const send = async () => {
    if (!optional && !reason.trim()) {
      setFault(t('common.reasonNeeded'));
      return;
    }
    if (!(await giving(() => give(reason.trim()), done, (problem) => setFault(problem.detail ?? problem.title)))) return;
    setReason('');
    onClose();
  };
  return (
    <Sheet title={title} hint={hint} opened={opened} onClose={onClose} onSubmit={send} busy={busy} submit={submit} {...(danger ? { danger } : {})}>
      <Textarea
        label={label ?? t('common.reason')}
        rows={3}
        value={reason}
        error={fault}
        data-autofocus
        onChange={(event) => {
          setFault(null);
          setReason(event.currentTarget.value);
        }}
      />
    </Sheet>
  );
}
