/** What became of leads, by group: rates with their intervals, times in which open leads count, and the leads behind. */
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import type { LeadFigures, Waiting } from '../../api/types';
import { language } from '../../i18n';
import { day, lasting, number, percent, totals } from '../../i18n/format';
import { usePeople } from '../../offline/people';
import { Behind } from '../../ui/Behind';
import { BoneRows, Card, Empty, Failure, Score, Stored } from '../../ui/parts';
import { highest, Share } from './Share';
import { MOST, useLeadAnalysis, useLeadMembers, type Chosen, type LeadBy, type LeadFigure } from './queries';

const FIGURES: LeadFigure[] = ['leads', 'contacted', 'converted', 'open', 'lost'];
const FOLLOWED = 30;

interface Group {
  key: string;
  name: string;
  figures: LeadFigures;
}

export interface Shown<By> {
  by: By;
  chosen: Chosen;
  /** Hears the moment that was answered for. */
  told: (asOf: string | undefined) => void;
}

export function LeadOutcomes({ by, chosen, told }: Shown<LeadBy>) {
  const { t } = useTranslation('further');
  const people = usePeople();
  const [picked, pick] = useState<string | null>(null);
  const { data, error, pending, again, stored, at, changing } = useLeadAnalysis(by, chosen);
  useEffect(() => told(data?.as_of), [data?.as_of, told]);
  if (pending) return <Card flush><BoneRows count={7} /></Card>;
  if (error || !data) return <Failure error={error ?? new Error()} again={again} />;

  const name = (figures: LeadFigures) => {
    if (figures.key === null) return t('analysis.unknown');
    return by === 'owner' ? people(figures.key) : language() === 'en' ? figures.name_en : figures.name_zh;
  };
  const month = (begins: string) => new Intl.DateTimeFormat(language(), { year: 'numeric', month: 'short' }).format(new Date(`${begins}T00:00`));
  const groups: Group[] =
    by === 'cohort'
      ? data.periods.toReversed().flatMap(({ begins, groups: [figures] }) => (figures ? [{ key: begins, name: month(begins), figures }] : []))
      : data.groups.map((figures) => ({ key: figures.key ?? '', name: name(figures), figures })).sort((a, b) => (by === 'score_band' ? b.key.localeCompare(a.key) : b.figures.leads - a.figures.leads));
  const shown = groups.find((group) => group.key === picked);
  return (
    <>
      <Stored stored={stored} at={at} />
      <Card>
        {groups.length === 0 ? (
          <Empty icon="leads" title={t('analysis.empty')} hint={t('analysis.emptyHint')} />
        ) : (
          <div style={{ opacity: changing ? 0.6 : 1 }}>
            <div className="scroll-x">
              <Groups by={by} groups={groups} picked={picked} onPick={pick} />
            </div>
            <div className="notes soft small">
              <p>{t('analysis.interval')}</p>
              <p>{t('analysis.censored')}</p>
              {by === 'score_band' && <p>{t('analysis.scored')}</p>}
            </div>
          </div>
        )}
      </Card>
      {shown && <Members key={shown.key} by={by} group={shown} chosen={chosen} />}
    </>
  );
}

function Groups({ by, groups, picked, onPick }: { by: LeadBy; groups: Group[]; picked: string | null; onPick: (key: string) => void }) {
  const { t } = useTranslation('further');
  const most = highest(groups.map(({ figures }) => figures.conversion));
  const heads = (['leads', 'contacted', 'converted', 'open', 'lost', 'toContact', 'toConversion'] as const).map((each) => t(`analysis.${each}`));
  const cell = (index: number, content: ReactNode, whole = false) => (
    <td className={whole ? 'num whole' : 'num'} data-label={heads[index]}>
      {content}
    </td>
  );
  return (
    <table className="table analysis-table">
      <thead>
        <tr>
          <th className="text" scope="col">{t(`analysis.bys.${by}`)}</th>
          {heads.map((head) => (
            <th key={head} scope="col">{head}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {groups.map(({ key, name, figures }) => (
          <tr key={key} className={picked === key ? 'chosen' : undefined}>
            <th scope="row">
              <button type="button" className="link" aria-pressed={picked === key} onClick={() => onPick(key)}>
                {name}
              </button>
              {(figures.costs?.length ?? 0) > 0 && <span className="soft small" style={{ display: 'block', fontWeight: 400 }}>{t('analysis.cost', { sum: totals(figures.costs ?? []) })}</span>}
            </th>
            {cell(0, number(figures.leads))}
            {cell(1, <>{number(figures.contacted)} {figures.contact_rate && <span className="soft">{percent(figures.contact_rate.rate)}</span>}</>)}
            {cell(2, <Share rate={figures.conversion} most={most} />, true)}
            {cell(3, number(figures.open))}
            {cell(4, number(figures.lost))}
            {cell(5, <Median waiting={figures.to_first_contact} otherwise={t('analysis.notReachedContact')} />)}
            {cell(6, <Median waiting={figures.to_conversion} otherwise={t('analysis.notReached')} />, true)}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The median in words where there is none, and how many it happened to within a month. */
function Median({ waiting, otherwise }: { waiting: Waiting; otherwise: string }) {
  const { t } = useTranslation('further');
  const within = waiting.within.findLast((share) => share.days <= FOLLOWED);
  return (
    <>
      {waiting.reached && waiting.median_seconds !== null ? <b>{lasting(waiting.median_seconds)}</b> : <span className="small why" style={{ whiteSpace: 'normal' }}>{otherwise}</span>}
      {within && (
        <span className="soft small" style={{ display: 'block' }} title={`${percent(within.low)} – ${percent(within.high)}`}>
          {t('analysis.within', { days: within.days, share: percent(within.share) })}
        </span>
      )}
    </>
  );
}

function Members({ by, group, chosen }: { by: LeadBy; group: Group; chosen: Chosen }) {
  const { t } = useTranslation('further');
  const { t: w } = useTranslation();
  const [figure, setFigure] = useState<LeadFigure>('leads');
  const asked = useLeadMembers(by, group.key, figure, chosen);
  const people = usePeople();
  return (
    <Behind
      of={asked}
      title={t('analysis.of', { group: group.name })}
      note={asked.data && asked.data.total > MOST && <span className="soft small"> · {t('analysis.first', { count: MOST })}</span>}
      figures={FIGURES}
      named={(each) => t(`analysis.figure.${each}`)}
      figure={figure}
      onFigure={setFigure}
      empty={<Empty icon="leads" title={t('analysis.none')} />}
    >
      {(lead) => (
        <li key={lead.id}>
          <Link href={`/leads/${lead.id}`} className="line">
            <span className="first cut">{lead.company ?? lead.name}</span>
            <span className="end">
              <Score grade={lead.grade} points={lead.score} />
            </span>
            <span className="second cut">{[w(`leads.status.${lead.status as 'open' | 'converted' | 'disqualified'}`), people(lead.owner_id)].filter(Boolean).join(' · ')}</span>
            <span className="second end num">{day(lead.registered_at)}</span>
          </Link>
        </li>
      )}
    </Behind>
  );
}
