import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import '../../i18n/setup';
import { content, leads, once } from '../../api/client';
import { usePerson } from '../../app/session';
import { Sheet } from '../../ui/Sheet';
import { Check, Refusal } from '../admin/parts';
import { PeopleField } from '../admin/PeopleField';
import { useCommand } from '../admin/useCommand';

/** Several leads to other people in turn, to oneself, or back through the rules. */
export default function HandOnSheet({ ids, onClose, done }: { ids: readonly string[]; onClose: () => void; done: () => void }) {
  const { t } = useTranslation('lead');
  const { t: w } = useTranslation();
  const person = usePerson();
  const command = useCommand();
  const [to, setTo] = useState<string[]>([]);
  const [mine, setMine] = useState(false);
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const send = async () => {
    setMissing(!reason.trim());
    if (!reason.trim()) return;
    const started = await command.give(() => content(leads.POST('/api/leads/v1/transfers', { params: { header: once() }, body: { lead_ids: [...ids], to: mine ? [person.id] : to, reason: reason.trim() } })), t('bulk.done'));
    if (started) done();
  };
  return (
    <Sheet title={t('bulk.title')} hint={t('bulk.hint', { count: ids.length })} opened onClose={onClose} onSubmit={send} busy={command.busy} submit={t('bulk.handOn')} wide>
      <Check label={t('bulk.mine')} checked={mine} onChange={setMine} />
      {!mine && <PeopleField label={t('bulk.to')} value={to} error={command.at('/to', true)} onChange={setTo} />}
      <TextInput label={w('common.reason')} value={reason} error={missing && !reason.trim() ? w('common.reasonNeeded') : command.at('/reason')} onChange={(event) => setReason(event.currentTarget.value)} />
      <Refusal command={command} shown={['/to', '/reason']} />
    </Sheet>
  );
}
