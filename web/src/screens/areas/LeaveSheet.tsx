import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { leads, once } from '../../api/client';
import { Sheet } from '../../ui/Sheet';
import { Refusal } from '../admin/parts';
import { useCommand } from '../admin/useCommand';

/** Be away from the morning of one day to the end of another, by this device's clock. */
export function LeaveSheet({ person, onClose }: { person: string; onClose: () => void }) {
  const { t } = useTranslation('areas');
  const { t: w } = useTranslation();
  const command = useCommand();
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const save = async () => {
    setMissing(!from || !reason.trim());
    if (!from || !reason.trim()) return;
    const ends = new Date(`${to || from}T00:00:00`);
    ends.setDate(ends.getDate() + 1);
    const body = { begins: new Date(`${from}T00:00:00`).toISOString(), ends: ends.toISOString(), reason: reason.trim() };
    const saved = await command.give(() => leads.POST('/api/leads/v1/people/{person_id}/leave', { params: { path: { person_id: person }, header: once() }, body }), t('saved'));
    if (saved) onClose();
  };
  return (
    <Sheet title={t('people.takeLeave')} hint={t('people.leaveHint')} opened onClose={onClose} onSubmit={save} busy={command.busy} submit={w('common.save')}>
      <div className="fields">
        <TextInput type="date" label={t('people.firstDay')} value={from} error={missing && !from ? t('people.dayNeeded') : command.at('/begins')} onChange={(event) => setFrom(event.currentTarget.value)} />
        <TextInput type="date" label={t('people.lastDay')} value={to} error={command.at('/ends')} onChange={(event) => setTo(event.currentTarget.value)} />
      </div>
      <TextInput label={w('common.reason')} placeholder={t('people.leaveExample')} value={reason} error={missing && !reason.trim() ? w('common.reasonNeeded') : command.at('/reason')} onChange={(event) => setReason(event.currentTarget.value)} />
      <Refusal command={command} shown={['/begins', '/ends', '/reason']} />
    </Sheet>
  );
}
