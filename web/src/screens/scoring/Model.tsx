/** The model that leads are scored by now. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import type { ModelVersion } from '../../api/types';
import { leads, usePerson } from '../../app/session';
import { when } from '../../i18n/format';
import { usePeople } from '../../offline/people';
import { BoneRows, Card, Failure, Stored, Tag } from '../../ui/parts';
import { owns } from '../admin/areas';
import { Heading, Tabs } from '../admin/parts';
import { GradeScale, Groups, Rules } from './Rules';
import { inForce, useRuns, useThresholds, useVersions } from './queries';
import { ROOT, useTabs } from './Scoring';
import { ThresholdsSheet } from './ThresholdsSheet';
import { useTryOut } from './useTryOut';

export default function Model() {
  const { t } = useTranslation('scoring');
  const person = usePerson();
  const { data, error, pending, again, stored, at } = useVersions();
  const current = inForce(data ?? []);
  return (
    <div className="setup">
      <Heading title={t('title')} hint={t('hint')}>
        {current && owns(person) && (
          <Button component={Link} href={`${ROOT}/edit/${current.version}`}>
            {t('edit')}
          </Button>
        )}
        {current && leads(person) && <TryOut version={current.version} />}
      </Heading>
      <Tabs {...useTabs()} at={ROOT} />
      <Stored stored={stored} at={at} />
      {pending ? (
        <BoneRows />
      ) : error || !current ? (
        <Failure error={error ?? new Error()} again={again} />
      ) : (
        <>
          <Standing of={current} />
          <div className="model">
            <Rules model={current.model} />
            <div className="stack" style={{ alignContent: 'start' }}>
              <GradeScale bounds={current.model.grades ?? {}} />
              <Thresholds may={owns(person)} />
              <Groups model={current.model} />
              <Recent />
            </div>
          </div>
        </>
      )}
    </div>
  );
}

/** Which version it is, since when, by whom and why. */
function Standing({ of }: { of: ModelVersion }) {
  const { t } = useTranslation('scoring');
  const people = usePeople();
  const last = of.activations.at(-1);
  return (
    <p className="row wrap" style={{ gap: '.375rem .625rem' }}>
      <Tag tone="good">{t('inForce', { version: of.version })}</Tag>
      <span className="soft small">{last ? [t('since', { time: when(last.effective_from) }), people(last.by), last.reason].filter(Boolean).join(' · ') : t('seed')}</span>
    </p>
  );
}

function TryOut({ version }: { version: number }) {
  const { t } = useTranslation('scoring');
  const [tryOut, busy] = useTryOut();
  return (
    <Button variant="default" loading={busy} onClick={() => void tryOut(version)}>
      {t('tryAgain')}
    </Button>
  );
}

function Thresholds({ may }: { may: boolean }) {
  const { t } = useTranslation('scoring');
  const { t: w } = useTranslation();
  const { data } = useThresholds();
  const [open, setOpen] = useState(false);
  const thresholds = data?.thresholds ?? [];
  return (
    <Card
      title={t('thresholds.title')}
      end={
        may &&
        data && (
          <Button size="sm" h={40} variant="default" onClick={() => setOpen(true)}>
            {t('change')}
            <span className="hidden"> {t('thresholds.title')}</span>
          </Button>
        )
      }
    >
      {thresholds.length === 0 ? (
        <p className="soft small">{t('thresholds.none')}</p>
      ) : (
        <ul className="stack tight">
          {thresholds.map((each) => (
            <li key={each.points} className="row between">
              <span>{each.name}</span>
              <b className="num">≥ {each.points}</b>
            </li>
          ))}
        </ul>
      )}
      {open && <ThresholdsSheet of={thresholds} onClose={() => setOpen(false)} label={w('common.save')} />}
    </Card>
  );
}

function Recent() {
  const { t } = useTranslation('scoring');
  const { data } = useRuns();
  if (!data?.items.length) return null;
  return (
    <Card title={t('run.recent')} flush>
      <ul className="rows" style={{ paddingTop: '.5rem' }}>
        {data.items.slice(0, 5).map((run) => (
          <li key={run.id}>
            <Link href={`${ROOT}/runs/${run.id}`} className="line">
              <span className="first">{t(`run.kinds.${run.kind}`, { version: run.model_version })}</span>
              <span className="end">
                <Tag tone={run.status === 'done' ? 'good' : run.status === 'running' ? 'info' : 'plain'}>{t(`run.status.${run.status}`)}</Tag>
              </span>
              <span className="second num">{t('run.short', { leads: run.leads, changed: run.changed })}</span>
              <span className="second end num">{when(run.started_at)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
