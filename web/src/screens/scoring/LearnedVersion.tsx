/** One time that something was learned: its forecasts beside the base rate, its weights, and what can be done with it. */
import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';

import { content, leads, once } from '../../api/client';
import { Refused } from '../../api/problems';
import type { LearnedModelDetail, Measured, Scorecard } from '../../api/types';
import { usePerson } from '../../app/session';
import { language } from '../../i18n';
import { day, number, percent, when } from '../../i18n/format';
import { usePeople } from '../../offline/people';
import { BoneRows, Card, Failure, Tag } from '../../ui/parts';
import { ReasonSheet } from '../../ui/sheets';
import { owns } from '../admin/areas';
import { Heading, Refusal } from '../admin/parts';
import { FIELDS, type Field } from '../admin/conditions';
import { useValueName } from '../admin/ConditionWords';
import { useCommand } from '../admin/useCommand';
import { useLearnedModel } from './queries';
import { TONES } from './Learned';
import { ROOT } from './Scoring';

const Calibration = lazy(() => import('./Calibration'));

export default function LearnedVersion({ id }: { id: string }) {
  const { t } = useTranslation('scoring');
  const person = usePerson();
  const people = usePeople();
  const [, go] = useLocation();
  const [open, setOpen] = useState(false);
  const command = useCommand();
  const { data, error, pending, again } = useLearnedModel(id);
  if (pending) return <BoneRows />;
  if (error || !data) return <Failure error={error ?? new Error()} again={again} />;
  const propose = async () => {
    const made = await command.give(() => content(leads.POST('/api/leads/v1/learned-models/{model_id}/propose-rules', { params: { path: { model_id: id }, header: once() }, body: {} })), t('learned.proposed'));
    if (made) go(`${ROOT}/versions/${made.version}`);
  };
  const put = async (reason: string) => {
    try {
      const body = await content(leads.POST('/api/leads/v1/learned-models/{model_id}/put-in-force', { params: { path: { model_id: id }, header: once() }, body: { reason } }));
      again();
      return { state: 'ok' as const, body };
    } catch (refused) {
      if (refused instanceof Refused) return { state: 'rejected' as const, problem: refused.problem };
      throw refused;
    }
  };
  return (
    <div className="setup">
      <Heading title={t('learned.one', { time: when(data.started_at) })} back={`${ROOT}/learned`} hint={[t('learned.of', { leads: number(data.leads ?? 0), converted: number(data.converted ?? 0) }), people(data.started_by)].join(' · ')}>
        {data.status === 'learned' && owns(person) && (
          <>
            <Button loading={command.busy} onClick={() => void propose()}>
              {t('learned.propose')}
            </Button>
            {!data.in_force && (
              <Button variant="default" onClick={() => setOpen(true)}>
                {t('learned.put')}
              </Button>
            )}
          </>
        )}
      </Heading>
      <p className="row wrap" style={{ gap: '.375rem' }}>
        {data.in_force && <Tag tone="brand">{t('versions.inForce')}</Tag>}
        <Tag tone={TONES[data.status]}>{t(`learned.status.${data.status}`)}</Tag>
        {data.put_because && <span className="soft small">{[people(data.put_by), data.put_because].join(': ')}</span>}
      </p>
      <Refusal command={command} />
      {data.refusal && (
        <p className="note">
          <b>{t('learned.refused')}</b> {language() === 'en' ? data.refusal.reason : data.refusal.reason_zh}
        </p>
      )}
      {data.failure && <p className="fault">{data.failure}</p>}
      {data.measured && <Judgement of={data.measured} />}
      {data.measured && (
        <Suspense fallback={<BoneRows count={3} />}>
          <Calibration of={data.measured} />
        </Suspense>
      )}
      {data.scorecard && <Weights of={data.scorecard} drift={data.drift} />}
      <Suspense>
        {open && <ReasonSheet title={t('learned.put')} hint={t('learned.putHint')} submit={t('learned.put')} done={t('learned.isPut')} opened onClose={() => setOpen(false)} give={put} />}
      </Suspense>
    </div>
  );
}

/** How good the forecasts for leads were that came later, beside the base rate. */
function Judgement({ of }: { of: Measured }) {
  const { t } = useTranslation('scoring');
  const fine = (value: number) => number(value, { minimumFractionDigits: 3, maximumFractionDigits: 3 });
  const better = of.skill_from > 0;
  return (
    <Card title={t('learned.measured')} end={<Tag tone={better ? 'good' : 'warn'}>{t(better ? 'learned.isBetter' : 'learned.isNot')}</Tag>}>
      <p className="soft small">{t('learned.heldOut', { leads: number(of.leads), since: day(of.since), until: day(of.until) })}</p>
      <div className="scroll-x">
        <table className="table">
          <thead>
            <tr>
              <th className="text" scope="col">{t('learned.figure')}</th>
              <th scope="col">{t('learned.model')}</th>
              <th scope="col">{t('learned.base')}</th>
              <th className="text only-wide" scope="col">{t('learned.meaning')}</th>
            </tr>
          </thead>
          <tbody>
            {([['brier', fine(of.brier), fine(of.base_brier)], ['auc', fine(of.auc), fine(0.5)], ['ece', percent(of.ece, 1), '—'], ['skill', `${percent(of.skill, 1)} (${percent(of.skill_from, 1)} – ${percent(of.skill_to, 1)})`, percent(0)]] as const).map(([name, ours, base]) => (
              <tr key={name}>
                <th scope="row">{t(`learned.figures.${name}`)}</th>
                <td className="num strong">{ours}</td>
                <td className="num">{base}</td>
                <td className="text small soft only-wide">{t(`learned.meanings.${name}`)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

/** What each value of each field adds, in points of a hundredth of the log-odds. */
function Weights({ of, drift }: { of: Scorecard; drift: LearnedModelDetail['drift'] }) {
  const { t } = useTranslation('scoring');
  const { t: s } = useTranslation('setup');
  const named = useValueName();
  const most = Math.max(1, ...of.columns.flatMap((column) => column.weights.map(Math.abs)));
  const field = (name: string) => (name in FIELDS ? s(`condition.fields.${name as Field}`) : name);
  return (
    <Card title={t('learned.weights')}>
      <p className="soft small">{t('learned.weightsHint')}</p>
      <div className="weights">
        {of.columns.map((column) => {
          const levels = column.words?.length ? column.words : ranges(column.bounds ?? []);
          const rows = column.weights.map((weight, at) => ({ weight, leads: column.leads[at] ?? 0, name: levels[at] ?? t(at === column.weights.length - 1 ? 'learned.missing' : 'learned.other') })).filter((row) => row.leads > 0);
          const shift = drift?.[column.field] ?? 0;
          return (
            <section key={column.field}>
              <h3 className="row between">
                {field(column.field)}
                {shift >= 0.1 && <Tag tone={shift >= 0.25 ? 'bad' : 'warn'}>{t(shift >= 0.25 ? 'learned.drifted' : 'learned.drifts')}</Tag>}
              </h3>
              <ul>
                {rows.map((row) => (
                  <li key={row.name}>
                    <span className="cut">{named(column.field as Field, yes(row.name, t))}</span>
                    <span className={row.weight < 0 ? 'tilt minus' : 'tilt'} aria-hidden="true">
                      <i style={{ width: `${(50 * Math.abs(row.weight)) / most}%` }} />
                    </span>
                    <b className="num">{number(row.weight / 1000, { minimumFractionDigits: 2, maximumFractionDigits: 2, signDisplay: 'exceptZero' })}</b>
                    <span className="num soft small">{number(row.leads)}</span>
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
      </div>
    </Card>
  );
}

function yes(level: string, t: ReturnType<typeof useTranslation<'scoring'>>['t']): string {
  return level === 'yes' ? t('learned.yes') : level === 'no' ? t('learned.no') : level;
}

function ranges(bounds: readonly number[]): string[] {
  const ends = bounds.map((bound) => number(bound));
  if (ends.length === 0) return ['*'];
  return [`< ${ends[0]}`, ...ends.slice(1).map((end, at) => `${ends[at]} – ${end}`), `≥ ${ends.at(-1)}`];
}
