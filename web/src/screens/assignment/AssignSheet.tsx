import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { leads, once } from '../../api/client';
import { Sheet } from '../../ui/Sheet';
import { Refusal } from '../admin/parts';
import { useSellers } from '../admin/PeopleField';
import { useCommand } from '../admin/useCommand';

/** Gives a lead to a person by hand. */
export function AssignSheet({ lead, onClose }: { lead: { id: string; name: string }; onClose: () => void }) {
  const { t } = useTranslation('assignment');
  const { t: w } = useTranslation();
  const sellers = useSellers();
  const command = useCommand();
  const [owner, setOwner] = useState('');
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const assign = async () => {
    setMissing(!owner || !reason.trim());
    if (!owner || !reason.trim()) return;
    const given = await command.give(() => leads.POST('/api/leads/v1/leads/{lead_id}/assign', { params: { path: { lead_id: lead.id }, header: once() }, body: { owner_id: owner, reason: reason.trim() } }), t('waiting.given'));
    if (given) onClose();
  };
  return (
    <Sheet title={t('waiting.give')} hint={lead.name} opened onClose={onClose} onSubmit={assign} busy={command.busy} submit={t('waiting.give')}>
      <NativeSelect label={t('waiting.to')} value={owner} error={missing && !owner ? t('waiting.toNeeded') : command.at('/owner_id')} onChange={(event) => setOwner(event.currentTarget.value)} data={[{ value: '', label: '—' }, ...sellers.map((each) => ({ value: each.person_id, label: each.name }))]} />
      <TextInput label={w('common.reason')} value={reason} error={missing && !reason.trim() ? w('common.reasonNeeded') : command.at('/reason')} onChange={(event) => setReason(event.currentTarget.value)} />
      <Refusal command={command} shown={['/owner_id', '/reason']} />
    </Sheet>
  );
}
