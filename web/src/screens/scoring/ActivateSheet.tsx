import { TextInput, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { leads, once } from '../../api/client';
import { Sheet } from '../../ui/Sheet';
import { Check, Refusal } from '../admin/parts';
import { useCommand } from '../admin/useCommand';

/** Puts a version in force, and says why. */
export function ActivateSheet({ version, onClose, done }: { version: number; onClose: () => void; done: () => void }) {
  const { t } = useTranslation('scoring');
  const { t: w } = useTranslation();
  const command = useCommand();
  const [reason, setReason] = useState('');
  const [from, setFrom] = useState('');
  const [reassign, setReassign] = useState(false);
  const [missing, setMissing] = useState(false);
  const activate = async () => {
    if (!reason.trim()) return setMissing(true);
    const body = { reason: reason.trim(), reassign, ...(from ? { effective_from: new Date(from).toISOString() } : {}) };
    const activated = await command.give(
      () => leads.POST('/api/leads/v1/scoring-model/versions/{number}/activate', { params: { path: { number: version }, header: once() }, body }),
      t('activate.done', { version }),
    );
    if (activated) done();
  };
  return (
    <Sheet title={t('activate.title', { version })} hint={t('activate.hint')} opened onClose={onClose} onSubmit={activate} busy={command.busy} submit={t('activate.go')}>
      <Textarea
        label={w('common.reason')}
        placeholder={t('activate.example')}
        rows={2}
        value={reason}
        error={missing ? w('common.reasonNeeded') : command.at('/reason')}
        onChange={(event) => {
          setMissing(false);
          setReason(event.currentTarget.value);
        }}
      />
      <TextInput type="datetime-local" label={t('activate.from')} description={t('activate.now')} value={from} error={command.at('/effective_from')} onChange={(event) => setFrom(event.currentTarget.value)} />
      <Check label={t('activate.reassign')} hint={t('activate.reassignHint')} checked={reassign} onChange={setReassign} />
      <Refusal command={command} shown={['/reason', '/effective_from']} />
    </Sheet>
  );
}
