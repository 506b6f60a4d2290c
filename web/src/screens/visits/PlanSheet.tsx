/** Plans a visit, or changes the plan of one. */
import { Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { PlanVisit, Visit } from '../../api/types';
import '../../i18n/visits';
import { newId } from '../../offline/ids';
import { Sheet } from '../../ui/Sheet';
import { useGiving } from '../../ui/useGiving';
import { give } from './queries';
import { fieldOf, momentOf, soon } from './times';

export interface Subject {
  kind: Visit['subject_kind'];
  id: string;
  name: string;
  customer_id?: string | null | undefined;
  address?: string | null | undefined;
}

/** `visit`: the one whose plan is changed; else one to `subject` is planned, for `at` when a moment was chosen. */
export function PlanSheet({ subject, visit, at, onClose }: { subject: Subject; visit?: Visit; at?: string; onClose: () => void }) {
  const { t } = useTranslation('visits');
  const { t: common } = useTranslation();
  const [starts, setStarts] = useState(fieldOf(visit?.starts_at ?? at ?? soon()));
  const [purpose, setPurpose] = useState(visit?.purpose ?? '');
  const [address, setAddress] = useState(visit?.address ?? subject.address ?? '');
  const [fault, setFault] = useState<string | null>(null);
  const { busy, giving } = useGiving();
  const save = async () => {
    const starts_at = momentOf(starts);
    if (!starts_at) {
      setFault(t('visits.whenNeeded'));
      return;
    }
    const plan = { starts_at, purpose: purpose.trim() || null, address: address.trim() || null };
    const id = visit?.id ?? newId();
    const whole: PlanVisit = { id, subject: subjectOf(subject), ...plan };
    const command = () => give(visit ? 'replanVisit' : 'planVisit', { id, subject_name: subject.name }, visit ? plan : whole);
    if (await giving(command, t('visits.planned'))) onClose();
  };
  return (
    <Sheet title={visit ? t('visits.replan') : t('visits.plan')} hint={subject.name} opened onClose={onClose} onSubmit={save} busy={busy} submit={common('common.save')}>
      <TextInput
        type="datetime-local"
        label={t('visits.when')}
        value={starts}
        error={fault}
        onChange={(event) => {
          setFault(null);
          setStarts(event.currentTarget.value);
        }}
      />
      <TextInput label={t('visits.where')} value={address} onChange={(event) => setAddress(event.currentTarget.value)} />
      <Textarea label={t('visits.purpose')} placeholder={t('visits.purposePlaceholder')} rows={2} value={purpose} onChange={(event) => setPurpose(event.currentTarget.value)} />
    </Sheet>
  );
}

/** Who is visited, as the command names them. */
export function subjectOf({ kind, id, name, customer_id }: Subject): PlanVisit['subject'] {
  return { kind, id, name, ...(customer_id ? { customer_id } : {}) };
}
