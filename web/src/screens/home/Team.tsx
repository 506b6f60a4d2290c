/** A team's morning: the funnel, where leads come from and how good they are, who waits, what stands still. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import type { LeadGroup } from '../../api/types';
import { interval, number, percent } from '../../i18n/format';
import { Listed } from '../../ui/Listed';
import { Bone, Card, Empty, Failure, Stored, Tag } from '../../ui/parts';
import { DealRow } from '../deals/DealRow';
import { useDeals } from '../deals/queries';
import { FunnelChart } from '../funnel/FunnelChart';
import { useFunnel, useLeadGroups } from '../funnel/queries';
import { LeadRow } from '../leads/LeadRow';
import { useNames } from '../leads/names';
import { useBestLeads } from '../leads/queries';
import { Hello } from './Hello';
import './home.css';

const SHOWN = 5;

export default function Team() {
  const { t } = useTranslation();
  const funnel = useFunnel({ span: 'all', cohort: 'entered', owner: '', ago: 0 });
  const best = useBestLeads(SHOWN, false);
  const stale = useDeals({ status: 'open', sort: 'stage_since', limit: SHOWN });
  const groups = useLeadGroups('grade');
  const first = funnel.data?.stages[0];
  const won = funnel.data?.stages.find((stage) => stage.code === 'won');
  const leads = groups.data?.reduce((sum, group) => sum + group.leads, 0);
  const open = funnel.data?.stages.reduce((sum, stage) => sum + (['won', 'lost'].includes(stage.code) ? 0 : stage.current), 0);
  return (
    <div className="page">
      <Hello />
      <Stored stored={funnel.stored} at={funnel.at} />
      <div className="tiles">
        <Link href="/leads" className="tile">
          <span>{t('home.leads')}</span>
          <b className="num">{leads === undefined ? '–' : number(leads)}</b>
        </Link>
        <Link href="/deals" className="tile">
          <span>{t('home.openDeals')}</span>
          <b className="num">{open === undefined ? '–' : number(open)}</b>
        </Link>
        <Link href="/funnel" className="tile">
          <span>{won ? t('deals.stages.won') : t('home.entered')}</span>
          <b className="num">{won ? number(won.entered) : '–'}</b>
        </Link>
        <Link href="/funnel" className="tile">
          <span>{t('home.winRate')}</span>
          <b className="num">{first?.win_rate ? percent(first.win_rate.rate) : '–'}</b>
        </Link>
      </div>
      <div className="home-cols">
        <div className="stack">
          <Card title={t('home.funnel')} end={<Link href="/funnel" className="link">{t('home.seeAll')}</Link>}>
            {funnel.pending ? (
              <Bone height={280} />
            ) : funnel.error ? (
              <Failure error={funnel.error} again={funnel.again} />
            ) : funnel.data?.stages.some((stage) => stage.entered > 0) ? (
              <FunnelChart stages={funnel.data.stages} />
            ) : (
              <Empty icon="funnel" title={t('funnel.empty')} hint={t('funnel.emptyHint')} />
            )}
          </Card>
          <Card title={t('home.topLeads')} end={<Link href="/leads" className="link">{t('home.seeAll')}</Link>} flush>
            <Listed of={best} bones={SHOWN} empty={<Empty icon="leads" title={t('leads.emptyAll')} hint={t('leads.emptyAllHint')} />}>
              {(lead) => <LeadRow key={lead.id} lead={lead} />}
            </Listed>
          </Card>
        </div>
        <div className="stack">
          <Sources />
          <Card title={t('leads.byGrade')}>
            {groups.pending ? <Bone height={120} /> : groups.error ? <Failure error={groups.error} again={groups.again} /> : <Groups groups={groups.data ?? []} name={(group) => group.grade ?? t('common.unknown')} head={t('leads.grade')} />}
          </Card>
          <Card title={t('home.stale')} end={<Link href="/deals" className="link">{t('home.seeAll')}</Link>} flush>
            <Listed of={stale} bones={SHOWN} empty={<Empty icon="deals" title={t('home.staleNone')} />}>
              {(deal) => <DealRow key={deal.id} deal={deal} />}
            </Listed>
          </Card>
        </div>
      </div>
    </div>
  );
}

function Sources() {
  const { t } = useTranslation();
  const { source } = useNames();
  const { data, error, pending, again } = useLeadGroups('source');
  return (
    <Card title={t('home.bySource')}>
      {pending ? <Bone height={160} /> : error ? <Failure error={error} again={again} /> : <Groups groups={data ?? []} name={(group) => source(group.source) || t('common.unknown')} head={t('leads.source')} />}
    </Card>
  );
}

function Groups({ groups, name, head }: { groups: LeadGroup[]; name: (group: LeadGroup) => ReactNode; head: string }) {
  const { t } = useTranslation();
  const most = Math.max(1, ...groups.map((group) => group.leads));
  return (
    <table className="table source-table">
      <thead>
        <tr>
          <th className="text" scope="col">{head}</th>
          <th scope="col" colSpan={2}>{t('home.leads')}</th>
          <th scope="col">{t('home.rate')}</th>
        </tr>
      </thead>
      <tbody>
        {groups.map((group) => (
          <tr key={`${group.source}${group.grade}`}>
            <th scope="row">{name(group)}</th>
            <td style={{ width: '30%' }}>
              <div className="share">
                <i style={{ width: `${(100 * group.leads) / most}%` }} />
              </div>
            </td>
            <td className="num">{number(group.leads)}</td>
            <td className="num" title={group.conversion ? interval(group.conversion) : undefined}>
              {group.conversion ? percent(group.conversion.rate) : '—'} {group.conversion?.few && <Tag tone="warn">{t('funnel.few')}</Tag>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
