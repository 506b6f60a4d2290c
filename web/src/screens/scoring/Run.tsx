/** What a version would change, or changed: how far it is, scores before and after, and who changes hands. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';

import type { RunResult, ScoringRun } from '../../api/types';
import { usePerson } from '../../app/session';
import { number, when } from '../../i18n/format';
import { usePeople } from '../../offline/people';
import { Listed } from '../../ui/Listed';
import { BoneRows, Card, Empty, Failure, Tag } from '../../ui/parts';
import { owns } from '../admin/areas';
import { Heading } from '../admin/parts';
import { ActivateSheet } from './ActivateSheet';
import { Crossings, Distribution, GradeTable } from './Distribution';
import { inForce, running, SOON, useMoves, useRun, useRunResult, useVersions } from './queries';
import { ROOT } from './Scoring';

export default function Run({ id }: { id: string }) {
  const { t } = useTranslation('scoring');
  const [, go] = useLocation();
  const person = usePerson();
  const [open, setOpen] = useState(false);
  const [every, setEvery] = useState<number | false>(SOON);
  const run = useRun(id, every);
  const result = useRunResult(id, every);
  const versions = useVersions();
  if (run.data && !running(run.data) && !running(result.data as ScoringRun | undefined) && every) setEvery(false);
  if (run.pending) return <BoneRows />;
  if (run.error || !run.data) return <Failure error={run.error ?? new Error()} again={run.again} />;
  const { data } = run;
  const version = data.model_version;
  const ready = data.kind === 'dry_run' && data.status === 'done' && owns(person) && version !== inForce(versions.data ?? [])?.version;
  return (
    <div className="setup">
      <Heading title={t(`run.kinds.${data.kind}`, { version })} hint={t(data.kind === 'dry_run' ? 'run.dryHint' : 'run.hint')} back={ROOT}>
        {ready && <Button onClick={() => setOpen(true)}>{t('activate.title', { version })}</Button>}
        <Button component={Link} variant="default" href={`${ROOT}/versions/${version}`}>
          {t('run.see', { version })}
        </Button>
      </Heading>
      <Progress of={data} />
      {result.data ? <Found of={result.data} run={data} /> : result.error ? <Failure error={result.error} again={result.again} /> : <BoneRows count={4} />}
      {!running(data) && <Moves id={id} count={data.moved} reassigned={data.kind === 'dry_run' ? null : data.reassign} />}
      {open && <ActivateSheet version={version} onClose={() => setOpen(false)} done={() => go(ROOT)} />}
    </div>
  );
}

function Progress({ of }: { of: ScoringRun }) {
  const { t } = useTranslation('scoring');
  const people = usePeople();
  return (
    <Card>
      <div className="row between wrap">
        <Tag tone={of.status === 'done' ? 'good' : of.status === 'running' ? 'info' : 'plain'}>{t(`run.status.${of.status}`)}</Tag>
        <span className="soft small">{[people(of.started_by), when(of.started_at)].join(' · ')}</span>
      </div>
      {running(of) && (
        <div className="stack tight" style={{ marginTop: '.75rem' }} aria-live="polite">
          <label htmlFor="run-progress" className="small">
            {t('run.at', { done: number(of.leads), of: number(of.expected) })}
          </label>
          <progress id="run-progress" className="progress" max={of.expected || 1} value={of.leads} />
        </div>
      )}
      <dl className="figures" style={{ marginTop: '.75rem' }}>
        {(['leads', 'changed', 'moved'] as const).map((name) => (
          <div key={name}>
            <dt>{t(`run.figures.${name}`)}</dt>
            <dd>{number(of[name])}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

function Found({ of, run }: { of: RunResult; run: ScoringRun }) {
  const { t } = useTranslation('scoring');
  const versions = useVersions();
  const { before = {}, after = {}, regraded = {}, overridden = 0 } = of.tally;
  const bounds = versions.data?.find((each) => each.version === run.model_version)?.model.grades ?? {};
  const was = inForce(versions.data ?? [])?.model.grades ?? {};
  if (!running(run) && run.leads === 0) return <Empty icon="leads" title={t('run.empty')} hint={t('run.emptyHint')} />;
  return (
    <>
      <Card title={t('run.distribution')}>
        <Distribution before={before} after={after} bounds={bounds} />
      </Card>
      <div className="fields wide">
        <Card title={t('run.byGrade')}>
          <GradeTable before={before} after={after} bounds={bounds} was={run.kind === 'dry_run' ? was : bounds} />
        </Card>
        <Card title={t('run.regraded')}>
          <Crossings regraded={regraded} />
          {overridden > 0 && (
            <p className="soft small" style={{ marginTop: '.75rem' }}>
              {t('run.overridden', { count: overridden })}
            </p>
          )}
        </Card>
        {run.kind === 'dry_run' && (
          <Card title={t('run.capacity')}>
            <p className="soft small">{t('run.capacityHint')}</p>
            <table className="table">
              <thead>
                <tr>
                  <th className="text" scope="col">{t('run.cutoff')}</th>
                  <th scope="col">{t('run.perWeek')}</th>
                  <th scope="col">{t('run.mostInAWeek')}</th>
                </tr>
              </thead>
              <tbody>
                {of.capacity.filter(({ cutoff }) => cutoff >= 40 && cutoff <= 90 && cutoff % 10 === 0).map((each) => (
                  <tr key={each.cutoff}>
                    <th scope="row" className="num">≥ {each.cutoff}</th>
                    <td className="num">{number(each.per_week, { minimumFractionDigits: 1 })}</td>
                    <td className="num">{number(each.most_in_a_week)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Card>
        )}
      </div>
    </>
  );
}

/** Leads that another rule gives to another person. */
function Moves({ id, count, reassigned }: { id: string; count: number; reassigned: boolean | null }) {
  const { t } = useTranslation('scoring');
  const people = usePeople();
  const moves = useMoves(id, count > 0);
  return (
    <Card title={t('run.moves', { count })} flush>
      <p className="soft small" style={{ padding: '0 1.125rem .5rem' }}>
        {t(reassigned === null ? 'run.movesHint' : reassigned ? 'run.movesDone' : 'run.movesNot')}
      </p>
      {count === 0 ? (
        <p className="soft" style={{ padding: '.25rem 1.125rem 1rem' }}>{t('run.noMoves')}</p>
      ) : (
        <Listed of={moves} bones={3} empty={null}>
          {(move) => (
            <li key={move.lead_id}>
              <Link href={`/leads/${move.lead_id}`} className="line">
                <span className="first cut">{move.name ?? t('run.outOfSight')}</span>
                <span className="end">
                  {people(move.from_owner)} <span aria-hidden="true">→</span>
                  <span className="hidden"> {t('run.to')} </span> <b>{people(move.to_owner)}</b>
                </span>
                <span className="second">{t('run.byRule', { rule: move.rule })}</span>
              </Link>
            </li>
          )}
        </Listed>
      )}
    </Card>
  );
}
