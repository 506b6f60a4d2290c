/** Imports: choose a file, check the columns, try it, do it, read the report, undo it. */
import { Button } from '@mantine/core';
import { useState, type DragEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import '../../i18n/further';
import { content, leads, seen } from '../../api/client';
import type { Import, ImportPreview } from '../../api/types';
import { leads as leadsOthers, usePerson } from '../../app/session';
import { number, when } from '../../i18n/format';
import { useAsk } from '../../offline/answers';
import { Icon } from '../../ui/Icon';
import { Listed } from '../../ui/Listed';
import { Card, Empty, Tag, type Tone } from '../../ui/parts';
import { complain } from '../../ui/toast';
import { Mapping } from './Mapping';
import { Report } from './Report';
import { sending } from './sending';
import './imports.css';

const TONE: Record<Import['status'], Tone> = { running: 'info', finished: 'good', failed: 'bad', undoing: 'info', undone: 'plain' };

export default function Imports({ id }: { id: string | undefined }) {
  const { t } = useTranslation('further');
  const person = usePerson();
  const [file, setFile] = useState<File | null>(null);
  const [preview, setPreview] = useState<ImportPreview | null>(null);
  const [reading, setReading] = useState(false);
  if (!leadsOthers(person)) return <Empty icon="imports" title={t('imports.notAllowed')} />;
  if (id) return <Report key={id} id={id} />;

  const choose = async (chosen: File | undefined) => {
    if (!chosen) return;
    setReading(true);
    try {
      setPreview(await content(leads.POST('/api/leads/v1/imports/preview', sending(chosen, {}))));
      setFile(chosen);
    } catch (error) {
      complain(error);
    } finally {
      setReading(false);
    }
  };
  return (
    <div className="page" style={{ maxWidth: '62rem' }}>
      <h1 className="only-wide">{t('imports.title')}</h1>
      {file && preview ? (
        <Mapping file={file} preview={preview} cancel={() => setFile(null)} />
      ) : (
        <>
          <p className="soft">{t('imports.hint')}</p>
          <Drop reading={reading} choose={(chosen) => void choose(chosen)} />
          <Recent />
        </>
      )}
    </div>
  );
}

function Drop({ reading, choose }: { reading: boolean; choose: (file: File | undefined) => void }) {
  const { t } = useTranslation('further');
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    choose(event.dataTransfer.files[0]);
  };
  return (
    <label
      className={over ? 'drop over' : 'drop'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Icon name="imports" size={32} />
      <b>{reading ? t('imports.reading') : t('imports.drop')}</b>
      <span className="soft small">{t('imports.kinds')}</span>
      <input type="file" aria-label={t('imports.choose')} accept=".csv,.txt,.xlsx" disabled={reading} onChange={(event) => choose(event.currentTarget.files?.[0])} />
    </label>
  );
}

function Recent() {
  const { t } = useTranslation('further');
  const asked = useAsk(['leads', 'imports'], () => content(leads.GET('/api/leads/v1/imports', { params: { query: { limit: 20, ...seen('leads') } } })));
  return (
    <Card title={t('imports.history')} flush>
      <Listed of={asked} bones={3} empty={<Empty icon="file" title={t('imports.none')} hint={t('imports.noneHint')} />}>
        {(each) => (
          <li key={each.id}>
            <Link href={`/imports/${each.id}`} className="line">
              <span className="first cut">{each.file_name}</span>
              <span className="end row" style={{ gap: '.375rem' }}>
                {each.dry_run && <Tag>{t('imports.dryRun')}</Tag>}
                <Tag tone={TONE[each.status]}>{t(`imports.status.${each.status}`)}</Tag>
              </span>
              <span className="second num">{[`${t('imports.created')} ${number(each.created ?? 0)}`, `${t('imports.duplicates')} ${number(each.duplicates ?? 0)}`, `${t('imports.invalid')} ${number(each.invalid ?? 0)}`].join(' · ')}</span>
              <span className="second end num">{when(each.started_at)}</span>
            </Link>
          </li>
        )}
      </Listed>
    </Card>
  );
}

export function BackToImports() {
  const { t } = useTranslation('further');
  return (
    <Button component={Link} href="/imports" variant="default" leftSection={<Icon name="back" size={18} />}>
      {t('imports.back')}
    </Button>
  );
}
