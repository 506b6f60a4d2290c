/** The funnel: as a shape and as numbers, for a period, an owner, and as of any moment; each number opens its deals. */
import { NativeSelect } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import type { Stage } from '../../api/types';
import { analyzes, usePerson } from '../../app/session';
import { interval, lasting, money, number, percent, totals, when } from '../../i18n/format';
import { usePeople, usePeopleList } from '../../offline/people';
import { AsOf } from '../../ui/AsOf';
import { Behind } from '../../ui/Behind';
import { Bone, Card, Empty, Failure, Stored, Tag } from '../../ui/parts';
import { FunnelChart, stageName } from './FunnelChart';
import { useFunnel, useMembers, type Cohort, type Figure, type Scope, type Span } from './queries';
import { bottleneck } from './shape';

const FIGURES: Figure[] = ['entered', 'current', 'went_on'];

const START: Scope = { span: 'all', cohort: 'entered', owner: '', ago: 0 };

export default function Funnel() {
  const { t } = useTranslation();
  const [scope, set] = useState(START);
  const [picked, setPicked] = useState<Stage | null>(null);
  const [ago] = useDebouncedValue(scope.ago, 250);
  const settled = { ...scope, ago };
  const { data, error, pending, again, stored, at, changing } = useFunnel(settled);
  const nothing = data?.stages.every((stage) => stage.entered === 0);
  const worst = data && bottleneck(data.stages);
  return (
    <div className="page">
      <h1 className="only-wide">{t('funnel.title')}</h1>
      <Card>
        <Tools scope={scope} change={(part) => set({ ...scope, ...part })} asOf={data?.as_of} />
      </Card>
      <Stored stored={stored} at={at} />
      {pending ? (
        <div className="funnel-cols">
          <Bone height={290} />
          <Bone height={290} />
        </div>
      ) : error ? (
        <Failure error={error} again={again} />
      ) : !data || nothing ? (
        <Card>
          <Empty icon="funnel" title={t('funnel.empty')} hint={t('funnel.emptyHint')} />
        </Card>
      ) : (
        <div className="funnel-cols" style={{ opacity: changing ? 0.6 : 1 }}>
          <Card>
            <FunnelChart stages={data.stages} chosen={picked?.code ?? null} onPick={setPicked} />
            {worst?.conversion && (
              <p className="note" style={{ marginTop: '.875rem' }}>
                <b>{t('funnel.bottleneck')}</b> · {t('funnel.bottleneckText', { stage: stageName(worst), rate: percent(worst.conversion.rate) })}
              </p>
            )}
          </Card>
          <Card>
            <Numbers stages={data.stages} picked={picked?.code ?? null} onPick={setPicked} />
          </Card>
        </div>
      )}
      {picked && data && <Members key={picked.code} stage={picked} scope={settled} />}
    </div>
  );
}

function Tools({ scope, change, asOf }: { scope: Scope; change: (part: Partial<Scope>) => void; asOf: string | undefined }) {
  const { t } = useTranslation();
  const person = usePerson();
  const sellers = (usePeopleList().data ?? []).filter((each) => each.roles.includes('salesperson'));
  return (
    <div className="tools">
      <NativeSelect label={t('funnel.period')} value={scope.span} onChange={(event) => change({ span: event.currentTarget.value as Span })} data={(['all', 'month', 'quarter', 'year', 'last90'] as const).map((value) => ({ value, label: t(`funnel.periods.${value}`) }))} />
      <NativeSelect label={t('funnel.cohort')} value={scope.cohort} onChange={(event) => change({ cohort: event.currentTarget.value as Cohort })} data={(['entered', 'opened'] as const).map((value) => ({ value, label: t(`funnel.cohorts.${value}`) }))} />
      {analyzes(person) && sellers.length > 0 && (
        <NativeSelect label={t('funnel.owner')} value={scope.owner} onChange={(event) => change({ owner: event.currentTarget.value })} data={[{ value: '', label: t('funnel.everyone') }, ...sellers.map((each) => ({ value: each.person_id, label: each.name }))]} />
      )}
      <AsOf ago={scope.ago} onChange={(ago) => change({ ago })} asOf={asOf} hint={t('funnel.asOfHint')} />
    </div>
  );
}

function Numbers({ stages, picked, onPick }: { stages: readonly Stage[]; picked: string | null; onPick: (stage: Stage) => void }) {
  const { t } = useTranslation();
  return (
    <table className="table funnel-table">
      <thead>
        <tr>
          <th className="text" scope="col">{t('funnel.stage')}</th>
          <th scope="col">{t('funnel.entered')}</th>
          <th scope="col">{t('funnel.current')}</th>
          <th scope="col">{t('funnel.amount')}</th>
          <th scope="col">{t('funnel.conversion')}</th>
          <th scope="col">{t('funnel.dwell')}</th>
        </tr>
      </thead>
      <tbody>
        {stages.map((stage) => (
          <tr key={stage.code} className={picked === stage.code ? 'chosen' : undefined}>
            <th scope="row">
              <button type="button" className="link" aria-pressed={picked === stage.code} onClick={() => onPick(stage)}>
                {stageName(stage)}
              </button>
            </th>
            <td className="num" data-label={t('funnel.entered')}>{number(stage.entered)}</td>
            <td className="num" data-label={t('funnel.current')}>{number(stage.current)}</td>
            <td className="num" data-label={t('funnel.amount')}>{totals(stage.amounts)}</td>
            <td data-label={t('funnel.conversion')}>
              {stage.conversion ? (
                <span title={interval(stage.conversion)}>
                  <b className="num">{percent(stage.conversion.rate)}</b> {stage.conversion.few && <Tag tone="warn">{t('funnel.few')}</Tag>}
                  <span className="soft small num" style={{ display: 'block' }}>
                    {percent(stage.conversion.low)} – {percent(stage.conversion.high)}
                  </span>
                </span>
              ) : (
                '—'
              )}
            </td>
            <td className="num" data-label={t('funnel.dwell')}>{stage.median_seconds === null ? '—' : lasting(stage.median_seconds)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Members({ stage, scope }: { stage: Stage; scope: Scope }) {
  const { t } = useTranslation();
  const [figure, setFigure] = useState<Figure>('entered');
  const asked = useMembers(stage.code, figure, scope);
  const people = usePeople();
  return (
    <Behind
      of={asked}
      title={t('funnel.members', { stage: stageName(stage) })}
      figures={FIGURES}
      named={(each) => t(`funnel.figure.${each}`)}
      figure={figure}
      onFigure={setFigure}
      empty={<Empty icon="funnel" title={t('funnel.membersNone')} />}
    >
      {(member) => (
        <li key={member.id}>
          <Link href={`/deals/${member.id}`} className="line">
            <span className="first cut">{member.title ?? member.customer_name}</span>
            <span className="end first num">{money(member)}</span>
            <span className="second cut">{[member.customer_name, people(member.owner_id)].filter(Boolean).join(' · ')}</span>
            <span className="second end num">{when(member.entered_at)}</span>
          </Link>
        </li>
      )}
    </Behind>
  );
}
