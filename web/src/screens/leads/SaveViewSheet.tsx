import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Sheet } from '../../ui/Sheet';

/** Gives the filter of a list a name. */
export default function SaveViewSheet({ taken, onClose, save }: { taken: readonly string[]; onClose: () => void; save: (name: string) => void }) {
  const { t } = useTranslation('lead');
  const { t: w } = useTranslation();
  const [name, setName] = useState('');
  const [missing, setMissing] = useState(false);
  const done = () => (name.trim() ? save(name.trim()) : setMissing(true));
  return (
    <Sheet title={t('views.title')} hint={t('views.hint')} opened onClose={onClose} onSubmit={done} busy={false} submit={w('common.save')}>
      <TextInput label={t('views.name')} placeholder={t('views.example')} maxLength={40} value={name} description={taken.includes(name.trim()) ? t('views.replace') : undefined} error={missing && !name.trim() && t('views.nameNeeded')} data-autofocus onChange={(event) => setName(event.currentTarget.value)} />
    </Sheet>
  );
}
