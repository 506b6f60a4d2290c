import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { leads, once } from '../../api/client';
import type { Threshold } from '../../api/types';
import { Sheet } from '../../ui/Sheet';
import { IconButton, Refusal } from '../admin/parts';
import { useCommand } from '../admin/useCommand';

/** From which scores on owners and managers are told. */
export function ThresholdsSheet({ of, onClose, label }: { of: readonly Threshold[]; onClose: () => void; label: string }) {
  const { t } = useTranslation('scoring');
  const command = useCommand();
  const [rows, setRows] = useState(of.map(({ points, name }) => ({ points: String(points), name })));
  const change = (at: number, part: Partial<(typeof rows)[number]>) => setRows(rows.map((row, index) => (index === at ? { ...row, ...part } : row)));
  const save = async () => {
    const thresholds = rows.map(({ points, name }) => ({ points: Number(points), name: name.trim() }));
    const saved = await command.give(() => leads.PUT('/api/leads/v1/scoring/thresholds', { params: { header: once() }, body: { thresholds } }), t('thresholds.saved'));
    if (saved) onClose();
  };
  return (
    <Sheet title={t('thresholds.title')} hint={t('thresholds.hint')} opened onClose={onClose} onSubmit={save} busy={command.busy} submit={label}>
      <ul className="stack">
        {rows.map((row, at) => (
          <li key={at} className="row" style={{ alignItems: 'flex-start' }}>
            <TextInput className="weight" aria-label={t('points')} inputMode="numeric" value={row.points} error={command.at(`/thresholds/${at}/points`)} onChange={(event) => change(at, { points: event.currentTarget.value.replace(/\D/g, '') })} />
            <TextInput className="grow" aria-label={t('name')} placeholder={t('thresholds.example')} value={row.name} error={command.at(`/thresholds/${at}/name`)} onChange={(event) => change(at, { name: event.currentTarget.value })} />
            <IconButton icon="cross" label={t('drop', { name: row.name })} onClick={() => setRows(rows.filter((_, index) => index !== at))} />
          </li>
        ))}
      </ul>
      <Button variant="default" onClick={() => setRows([...rows, { points: '80', name: '' }])}>
        {t('thresholds.add')}
      </Button>
      <Refusal command={command} shown={['/thresholds/']} />
    </Sheet>
  );
}
