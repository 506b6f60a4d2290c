/** What is to be done next, and when: the same choice wherever something was done. */
import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import '../i18n/further';
import { dueAt, type Next } from '../screens/leads/next';
import { Choice } from './parts';

export interface NextDraft {
  next: Next;
  at: string;
  text: string;
}

/** The step that was chosen; null: nothing is to be done. */
export function stepOf({ next, at, text }: NextDraft): { due_at: string; text?: string } | null {
  const due_at = dueAt(next, at);
  return due_at ? { due_at, ...(text.trim() ? { text: text.trim() } : {}) } : null;
}

export function NextChoice({ draft, onChange }: { draft: NextDraft; onChange: (part: Partial<NextDraft>) => void }) {
  const { t: further } = useTranslation('further');
  return (
    <>
      <Choice<Next>
        name="next"
        legend={further('followUp.next')}
        value={draft.next}
        onChange={(next) => onChange({ next })}
        options={[
          { value: 'none', label: further('followUp.nextNone') },
          { value: 'tomorrow', label: further('followUp.nextTomorrow') },
          { value: 'three', label: further('followUp.nextThree') },
          { value: 'week', label: further('followUp.nextWeek') },
          { value: 'pick', label: further('followUp.nextPick') },
        ]}
      />
      {draft.next === 'pick' && <TextInput type="datetime-local" label={further('followUp.at')} value={draft.at} onChange={(event) => onChange({ at: event.currentTarget.value })} />}
      {draft.next !== 'none' && <TextInput label={further('followUp.nextText')} placeholder={further('followUp.nextPlaceholder')} value={draft.text} onChange={(event) => onChange({ text: event.currentTarget.value })} />}
    </>
  );
}
