/** Every version of the model, and what differs between two. */
import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import type { ModelVersion } from '../../api/types';
import { when } from '../../i18n/format';
import { usePeople } from '../../offline/people';
import { Listed } from '../../ui/Listed';
import { Card, Tag } from '../../ui/parts';
import { Heading, Tabs } from '../admin/parts';
import { Compared } from './Compared';
import { useVersions } from './queries';
import { ROOT, useTabs } from './Scoring';

export default function Versions() {
  const { t } = useTranslation('scoring');
  const { data, error, pending, again } = useVersions();
  return (
    <div className="setup">
      <Heading title={t('title')} hint={t('versions.hint')} />
      <Tabs {...useTabs()} at={`${ROOT}/versions`} />
      <Card flush>
        <Listed of={{ data: data && { items: data }, error, pending, again }} bones={4} empty={null}>
          {(version) => <One key={version.version} of={version} />}
        </Listed>
      </Card>
      {data && data.length > 1 && <Compare versions={data} />}
    </div>
  );
}

function One({ of }: { of: ModelVersion }) {
  const { t } = useTranslation('scoring');
  const people = usePeople();
  const last = of.activations.at(-1);
  const ahead = last && !of.in_force && new Date(last.effective_from) > new Date();
  return (
    <li>
      <Link href={`${ROOT}/versions/${of.version}`} className="line">
        <span className="first cut">{t('versions.one', { version: of.version })}</span>
        <span className="end">
          {of.in_force ? <Tag tone="good">{t('versions.inForce')}</Tag> : ahead ? <Tag tone="info">{t('versions.ahead', { time: when(last.effective_from) })}</Tag> : last ? <Tag>{t('versions.was')}</Tag> : <Tag tone="warn">{t('versions.never')}</Tag>}
        </span>
        <span className="second cut">{(of.reason ?? last?.reason) || (of.drafted_by || of.activations.length ? t('versions.noReason') : t('seed'))}</span>
        <span className="second end num">{[people(of.drafted_by), of.drafted_at && of.version > 1 ? when(of.drafted_at) : ''].filter(Boolean).join(' · ')}</span>
      </Link>
    </li>
  );
}

function Compare({ versions }: { versions: readonly ModelVersion[] }) {
  const { t } = useTranslation('scoring');
  const current = versions.find((each) => each.in_force);
  const [first, second] = versions;
  const [after, setAfter] = useState(first?.version ?? 1);
  const [before, setBefore] = useState((current?.version !== first?.version ? current?.version : second?.version) ?? 1);
  const of = (number: number) => versions.find((each) => each.version === number)?.model;
  const [old, fresh] = [of(before), of(after)];
  const data = versions.map((each) => ({ value: String(each.version), label: `${t('versions.one', { version: each.version })}${each.in_force ? ` · ${t('versions.inForce')}` : ''}` }));
  return (
    <Card title={t('compare.title')}>
      <div className="fields" style={{ marginBottom: '1rem' }}>
        <NativeSelect label={t('compare.from')} value={String(before)} onChange={(event) => setBefore(Number(event.currentTarget.value))} data={data} />
        <NativeSelect label={t('compare.to')} value={String(after)} onChange={(event) => setAfter(Number(event.currentTarget.value))} data={data} />
      </div>
      {old && fresh && <Compared before={old} after={fresh} />}
    </Card>
  );
}
