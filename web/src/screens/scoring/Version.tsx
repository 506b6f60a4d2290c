/** One version: who wrote it and why, when it was in force, its rules, and what it changes against the one in force. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';

import { leads, usePerson } from '../../app/session';
import { when } from '../../i18n/format';
import { usePeople } from '../../offline/people';
import { BoneRows, Card, Failure, Tag } from '../../ui/parts';
import { Timeline } from '../../ui/Timeline';
import { owns } from '../admin/areas';
import { Heading } from '../admin/parts';
import { ActivateSheet } from './ActivateSheet';
import { Compared } from './Compared';
import { GradeScale, Groups, Rules } from './Rules';
import { inForce, useVersions } from './queries';
import { ROOT } from './Scoring';
import { useTryOut } from './useTryOut';

export default function Version({ number }: { number: number }) {
  const { t } = useTranslation('scoring');
  const person = usePerson();
  const people = usePeople();
  const [, go] = useLocation();
  const [open, setOpen] = useState(false);
  const [tryOut, trying] = useTryOut();
  const { data, error, pending, again } = useVersions();
  const version = data?.find((each) => each.version === number);
  if (pending) return <BoneRows />;
  if (error || !version) return <Failure error={error ?? new Error(t('noVersion'))} again={again} />;
  const current = inForce(data ?? []);
  const moments = [
    ...(version.drafted_by && version.drafted_at ? [{ key: 'written', at: version.drafted_at, icon: 'file' as const, what: t('versions.written'), by: people(version.drafted_by), said: version.reason }] : []),
    ...version.activations.map((each) => ({ key: each.at, at: each.at, icon: 'check' as const, what: t('versions.from', { time: when(each.effective_from) }), by: people(each.by), said: each.reason, strong: true })),
  ].reverse();
  return (
    <div className="setup">
      <Heading title={t('versions.one', { version: number })} back={`${ROOT}/versions`} hint={version.in_force ? <Tag tone="good">{t('versions.inForce')}</Tag> : undefined}>
        {leads(person) && (
          <Button variant={version.in_force ? 'default' : 'filled'} loading={trying} onClick={() => void tryOut(number)}>
            {t('tryOut')}
          </Button>
        )}
        {owns(person) && !version.in_force && (
          <Button variant="default" onClick={() => setOpen(true)}>
            {t('activate.short')}
          </Button>
        )}
        {owns(person) && (
          <Button component={Link} variant="default" href={`${ROOT}/edit/${number}`}>
            {t('editFrom')}
          </Button>
        )}
      </Heading>
      {moments.length > 0 && (
        <Card>
          <Timeline moments={moments} />
        </Card>
      )}
      {current && current.version !== number && (
        <Card title={t('compare.with', { version: current.version })}>
          <Compared before={current.model} after={version.model} />
        </Card>
      )}
      <div className="model">
        <Rules model={version.model} />
        <div className="stack" style={{ alignContent: 'start' }}>
          <GradeScale bounds={version.model.grades ?? {}} />
          <Groups model={version.model} />
        </div>
      </div>
      {open && <ActivateSheet version={number} onClose={() => setOpen(false)} done={() => go(ROOT)} />}
    </div>
  );
}
