import { Button, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';

import { content, leads, once } from '../../api/client';
import type { ImportPreview } from '../../api/types';
import zh, { type Words } from '../../i18n/zh';
import { Card, Tag } from '../../ui/parts';
import { complain } from '../../ui/toast';
import { SavedMappings } from './SavedMappings';
import { sending } from './sending';

type Field = keyof Words['leads']['field'];
type Mode = 'insert' | 'update' | 'upsert';
type Key = 'phone' | 'email' | 'id';

/** What each column becomes, and how the file is imported. */
export function Mapping({ file, preview, cancel }: { file: File; preview: ImportPreview; cancel: () => void }) {
  const { t } = useTranslation('further');
  const { t: w } = useTranslation();
  const [, go] = useLocation();
  const [fields, setFields] = useState<Record<string, string>>(preview.mapping);
  const [mode, setMode] = useState<Mode>('insert');
  const [key, setKey] = useState<Key>('phone');
  const [busy, setBusy] = useState<'try' | 'start' | null>(null);
  const start = async (dryRun: boolean) => {
    setBusy(dryRun ? 'try' : 'start');
    const mapping = Object.fromEntries(preview.titles.map((title) => [title, fields[title] || null]));
    try {
      const started = await content(
        leads.POST('/api/leads/v1/imports', { params: { header: once() }, ...sending(file, { mode, key, dry_run: dryRun, mapping: JSON.stringify(mapping) }) }),
      );
      go(`/imports/${started.id}`);
    } catch (error) {
      complain(error);
      setBusy(null);
    }
  };
  const name = (field: string) => (field in zh.leads.field ? w(`leads.field.${field as Field}`) : field);
  return (
    <>
      <Card title={t('imports.mapping')} end={<Tag>{t('imports.rows', { count: preview.rows })}</Tag>}>
        <p className="soft small" style={{ marginBottom: '.75rem' }}>
          {t('imports.mappingHint')}
        </p>
        <SavedMappings columns={Object.fromEntries(preview.titles.map((title) => [title, fields[title] || null]))} use={(columns) => setFields(columns ? { ...preview.mapping, ...Object.fromEntries(preview.titles.flatMap((title) => (title in columns ? [[title, columns[title] ?? '']] : []))) } : preview.mapping)} />
        <ul className="mapping">
          {preview.titles.map((title, index) => (
            <li key={title}>
              <div>
                <b className="cut">{title}</b>
                <span className="soft small cut">{preview.sample.map((row) => row[index]).filter(Boolean).slice(0, 2).join(' · ')}</span>
              </div>
              <NativeSelect
                aria-label={`${title}: ${t('imports.field')}`}
                value={fields[title] ?? ''}
                onChange={(event) => setFields({ ...fields, [title]: event.currentTarget.value })}
                data={[{ value: '', label: t('imports.skip') }, ...preview.fields.map((value) => ({ value, label: name(value) }))]}
              />
            </li>
          ))}
        </ul>
      </Card>
      <Card>
        <div className="mapping-options">
          <NativeSelect label={t('imports.mode')} value={mode} onChange={(event) => setMode(event.currentTarget.value as Mode)} data={(['insert', 'update', 'upsert'] as const).map((value) => ({ value, label: t(`imports.modes.${value}`) }))} />
          {mode !== 'insert' && <NativeSelect label={t('imports.key')} value={key} onChange={(event) => setKey(event.currentTarget.value as Key)} data={(['phone', 'email', 'id'] as const).map((value) => ({ value, label: t(`imports.keys.${value}`) }))} />}
        </div>
      </Card>
      <div className="acts">
        <Button variant="default" onClick={cancel}>
          {w('common.cancel')}
        </Button>
        <Button variant="default" className="wide" loading={busy === 'try'} disabled={busy !== null} onClick={() => void start(true)}>
          {t('imports.try')}
        </Button>
        <Button className="wide" loading={busy === 'start'} disabled={busy !== null} onClick={() => void start(false)}>
          {t('imports.start')}
        </Button>
      </div>
    </>
  );
}
