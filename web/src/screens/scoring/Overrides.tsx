/** Leads that people judged otherwise than the model, and who was right. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import type { Accuracy, LeadStatus } from '../../api/types';
import { number, percent, when } from '../../i18n/format';
import { usePeople } from '../../offline/people';
import { Listed } from '../../ui/Listed';
import { Bone, Card, Choice, Empty, Failure, Tag } from '../../ui/parts';
import { Heading, Tabs } from '../admin/parts';
import { useAccuracy, useOverridden } from './queries';
import { ROOT, useTabs } from './Scoring';

export default function Overrides() {
  const { t } = useTranslation('scoring');
  const { t: w } = useTranslation();
  const people = usePeople();
  const [status, setStatus] = useState<LeadStatus | ''>('');
  const asked = useOverridden(status);
  return (
    <div className="setup">
      <Heading title={t('title')} hint={t('overrides.hint')} />
      <Tabs {...useTabs()} at={`${ROOT}/overrides`} />
      <WhoWasRight />
      <Card flush>
        <div style={{ padding: '.875rem 1.125rem .5rem' }}>
          <Choice<LeadStatus | ''> scroll name="status" legend={w('leads.filter')} value={status} onChange={setStatus} options={[{ value: '', label: w('common.all') }, ...(['open', 'converted', 'disqualified'] as const).map((value) => ({ value, label: w(`leads.status.${value}`) }))]} />
        </div>
        <Listed of={asked} bones={3} empty={<Empty icon="star" title={t('overrides.none')} hint={t('overrides.noneHint')} />}>
          {(lead) => {
            const last = lead.overrides.at(-1);
            return (
              <li key={lead.id}>
                <Link href={`/leads/${lead.id}`} className="line">
                  <span className="first cut">{lead.name}</span>
                  <span className="end num">
                    {last?.automatic ?? lead.automatic_score ?? '–'} <span aria-hidden="true">→</span>
                    <span className="hidden"> {t('run.to')} </span> <b>{last?.points ?? lead.score}</b>
                  </span>
                  <span className="second cut">{[people(last?.by), last?.reason].filter(Boolean).join(': ')}</span>
                  <span className="second end row" style={{ gap: '.375rem' }}>
                    {last?.why ? <Tag>{t(`overrides.ended.${last.why}`)}</Tag> : <Tag tone={lead.status === 'converted' ? 'good' : lead.status === 'open' ? 'brand' : 'plain'}>{w(`leads.status.${lead.status}`)}</Tag>}
                    <span className="num">{when(lead.overridden_at)}</span>
                  </span>
                </Link>
              </li>
            );
          }}
        </Listed>
      </Card>
    </div>
  );
}

function WhoWasRight() {
  const { t } = useTranslation('scoring');
  const people = usePeople();
  const { data, error, pending, again } = useAccuracy();
  if (pending) return <Card><Bone height={72} /></Card>;
  if (error || !data) return <Failure error={error ?? new Error()} again={again} />;
  const rows = [data.all, ...data.people];
  return (
    <Card title={t('overrides.right')} end={<Verdict of={data.all} />}>
      <p className="soft small">{t(data.all.better === 'no-evidence' ? 'overrides.noEvidence' : 'overrides.evidence', { count: data.all.moved })}</p>
      <div className="scroll-x" tabIndex={0} role="group" aria-label={t('overrides.right')}>
        <table className="table">
          <thead>
            <tr>
              <th className="text" scope="col">{t('overrides.who')}</th>
              <th scope="col">{t('overrides.decided')}</th>
              <th scope="col">{t('overrides.moved')}</th>
              <th scope="col">{t('overrides.converted')}</th>
              <th scope="col">{t('overrides.error')}</th>
              <th scope="col">{t('overrides.modelError')}</th>
              <th className="text" scope="col">{t('overrides.verdict')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.by ?? 'all'}>
                <th scope="row">{row.by ? people(row.by) : t('overrides.all')}</th>
                <td className="num">{number(row.overridden)}</td>
                <td className="num">{number(row.moved)}</td>
                <td className="num">{row.moved ? percent(row.converted / row.moved) : '—'}</td>
                <td className="num">{row.brier == null ? '—' : number(row.brier, { minimumFractionDigits: 3, maximumFractionDigits: 3 })}</td>
                <td className="num">{row.automatic_brier == null ? '—' : number(row.automatic_brier, { minimumFractionDigits: 3, maximumFractionDigits: 3 })}</td>
                <td className="text">
                  <Verdict of={row} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

function Verdict({ of }: { of: Accuracy }) {
  const { t } = useTranslation('scoring');
  const better = of.better ?? 'no-evidence';
  return <Tag tone={better === 'people' ? 'good' : better === 'model' ? 'info' : 'plain'}>{t(`overrides.better.${better}`)}</Tag>;
}
