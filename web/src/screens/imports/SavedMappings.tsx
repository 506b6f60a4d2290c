/** Columns as they were understood for an earlier file of the kind: chosen, or kept for the next one. */
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import '../../i18n/areas';
import { content, leads, once, seen } from '../../api/client';
import { useAsk } from '../../offline/answers';
import { Sheet } from '../../ui/Sheet';
import { Check, Refusal } from '../admin/parts';
import { useCommand } from '../admin/useCommand';

export function SavedMappings({ columns, use }: { columns: Record<string, string | null>; use: (columns: Record<string, string | null> | null) => void }) {
  const { t } = useTranslation('areas');
  const { t: w } = useTranslation();
  const { data } = useAsk(['leads-settings', 'mappings'], () => content(leads.GET('/api/leads/v1/import-mappings', { params: { query: { limit: 100, ...seen('leads') } } })));
  const [chosen, choose] = useState('');
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const command = useCommand();
  const saved = data?.items ?? [];
  const save = async () => {
    const kept = await command.give(() => leads.POST('/api/leads/v1/import-mappings', { params: { header: once() }, body: { name: name.trim(), shared, columns, values: {} } }), t('mappings.saved'));
    if (kept) setOpen(false);
  };
  return (
    <>
      <div className="row wrap" style={{ alignItems: 'flex-end', marginBottom: '.75rem' }}>
        {saved.length > 0 && (
          <NativeSelect
            className="grow"
            label={t('mappings.use')}
            value={chosen}
            onChange={(event) => {
              choose(event.currentTarget.value);
              use(saved.find((each) => each.id === event.currentTarget.value)?.columns ?? null);
            }}
            data={[{ value: '', label: t('mappings.useNone') }, ...saved.map((each) => ({ value: each.id, label: each.name }))]}
          />
        )}
        <Button variant="default" onClick={() => setOpen(true)}>
          {t('mappings.save')}
        </Button>
      </div>
      {open && (
        <Sheet title={t('mappings.save')} hint={t('mappings.saveHint')} opened onClose={() => setOpen(false)} onSubmit={save} busy={command.busy} submit={w('common.save')}>
          <TextInput label={t('mappings.saveName')} placeholder={t('mappings.saveExample')} value={name} error={command.at('/name')} onChange={(event) => setName(event.currentTarget.value)} />
          <Check label={t('mappings.saveShared')} checked={shared} onChange={setShared} />
          <Refusal command={command} shown={['/name']} />
        </Sheet>
      )}
    </>
  );
}
