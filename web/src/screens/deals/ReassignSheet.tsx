/** Gives a deal to another person, and says why. */
import { NativeSelect, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Problem } from '../../api/problems';
import type { Deal } from '../../api/types';
import '../../i18n/visits';
import { usePeopleList } from '../../offline/people';
import { Sheet } from '../../ui/Sheet';
import { say } from '../../ui/toast';
import { useGiving } from '../../ui/useGiving';
import { give } from './queries';

export function ReassignSheet({ deal, onClose }: { deal: Pick<Deal, 'id' | 'title' | 'owner_id'>; onClose: () => void }) {
  const { t } = useTranslation('visits');
  const { t: common } = useTranslation();
  const people = (usePeopleList().data ?? []).filter((person) => person.person_id !== deal.owner_id && person.roles.some((role) => role === 'salesperson' || role === 'manager'));
  const [owner, setOwner] = useState('');
  const [reason, setReason] = useState('');
  const { busy, giving } = useGiving();
  const [fault, setFault] = useState(false);
  const save = async () => {
    const owner_id = owner || people[0]?.person_id;
    if (!reason.trim() || !owner_id) {
      setFault(true);
      return;
    }
    const refused = (problem: Problem) => say(problem.errors?.[0]?.detail ?? problem.title, true);
    if (await giving(() => give(deal, 'reassign', { owner_id, reason: reason.trim() }), t('deal.reassigned'), refused)) onClose();
  };
  return (
    <Sheet title={t('deal.reassign')} hint={deal.title} opened onClose={onClose} onSubmit={save} busy={busy} submit={t('deal.reassign')}>
      <NativeSelect label={t('deal.newOwner')} value={owner} onChange={(event) => setOwner(event.currentTarget.value)} data={people.map((person) => ({ value: person.person_id, label: [person.name, person.team].filter(Boolean).join(' · ') }))} />
      <Textarea label={common('common.reason')} rows={2} value={reason} error={fault && !reason.trim() ? common('common.reasonNeeded') : null} onChange={(event) => setReason(event.currentTarget.value)} />
    </Sheet>
  );
}
