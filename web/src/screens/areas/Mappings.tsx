/** Saved mappings of columns and words, for files of a kind that comes again. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import '../../i18n/areas';
import { content, leads, once, seen } from '../../api/client';
import type { ImportMapping } from '../../api/types';
import { usePerson } from '../../app/session';
import { when } from '../../i18n/format';
import zh, { type Words } from '../../i18n/zh';
import { useAsk } from '../../offline/answers';
import { usePeople } from '../../offline/people';
import { Facts } from '../../ui/Facts';
import { BoneRows, Card, Empty, Failure, Tag } from '../../ui/parts';
import { Heading, Refusal } from '../admin/parts';
import { useCommand } from '../admin/useCommand';

export default function Mappings() {
  const { t } = useTranslation('areas');
  const { data, error, pending, again } = useAsk(['leads-settings', 'mappings'], () => content(leads.GET('/api/leads/v1/import-mappings', { params: { query: { limit: 100, ...seen('leads') } } })));
  return (
    <div className="setup">
      <Heading title={t('mappings.title')} hint={t('mappings.hint')} />
      {pending ? (
        <BoneRows />
      ) : error ? (
        <Failure error={error} again={again} />
      ) : !data?.items.length ? (
        <Empty icon="imports" title={t('mappings.none')} hint={t('mappings.noneHint')} action={<Button component={Link} href="/imports">{t('mappings.go')}</Button>} />
      ) : (
        data.items.map((mapping) => <One key={mapping.id} of={mapping} />)
      )}
    </div>
  );
}

function One({ of }: { of: ImportMapping }) {
  const { t } = useTranslation('areas');
  const { t: w } = useTranslation();
  const person = usePerson();
  const people = usePeople();
  const command = useCommand();
  const field = (name: string | null) => (name === null ? t('mappings.leftOut') : name in zh.leads.field ? w(`leads.field.${name as keyof Words['leads']['field']}`) : name);
  const drop = () => command.give(() => leads.DELETE('/api/leads/v1/import-mappings/{mapping_id}', { params: { path: { mapping_id: of.id }, header: once() } }), t('mappings.dropped'));
  return (
    <Card
      title={of.name}
      end={
        <span className="row" style={{ gap: '.5rem' }}>
          {of.shared && <Tag tone="info">{t('mappings.shared')}</Tag>}
          {of.owner_id === person.id && (
            <Button size="sm" h={40} variant="default" loading={command.busy} onClick={() => void drop()}>
              {t('mappings.drop')}
              <span className="hidden"> {of.name}</span>
            </Button>
          )}
        </span>
      }
    >
      <p className="soft small">{[people(of.owner_id), when(of.saved_at)].join(' · ')}</p>
      <Refusal command={command} />
      <details>
        <summary className="link small">{t('mappings.columns', { count: Object.keys(of.columns).length })}</summary>
        <Facts rows={Object.entries(of.columns).map(([title, name]) => [title, field(name)])} />
      </details>
    </Card>
  );
}
