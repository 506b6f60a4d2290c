/** A salesperson's day: who to talk to, in which order, and which deals stand still. */
import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import type { Lead } from '../../api/types';
import { daysFromNow, number, totals } from '../../i18n/format';
import { Icon } from '../../ui/Icon';
import { Listed } from '../../ui/Listed';
import { BoneRows, Card, Empty, Failure, Stored } from '../../ui/parts';
import { FollowUpSheet } from '../../ui/sheets';
import { useBoard, useDeals } from '../deals/queries';
import { DealRow } from '../deals/DealRow';
import { LeadRow } from '../leads/LeadRow';
import { useAgenda, useBestLeads } from '../leads/queries';
import { openStages } from '../deals/stages';
import { Hello } from './Hello';
import './home.css';

const TodaysVisits = lazy(() => import('../visits/TodaysVisits'));

const AHEAD = 60;
const BEST = 6;
const STALE = 5;

/** What is due today or should have been done before. */
export function dueToday(leads: readonly Lead[], now: Date = new Date()): Lead[] {
  return leads.filter((lead) => lead.next_follow_up_at !== null && daysFromNow(new Date(lead.next_follow_up_at), now) <= 0);
}

export default function Today() {
  const { t } = useTranslation();
  const agenda = useAgenda(AHEAD);
  const queue = useBestLeads(BEST, true);
  const board = useBoard();
  const stale = useDeals({ status: 'open', sort: 'stage_since', limit: STALE });
  const [following, setFollowing] = useState<Lead | null>(null);
  const due = dueToday(agenda.data?.items ?? []);
  const late = due.filter((lead) => new Date(lead.next_follow_up_at ?? '') < new Date()).length;
  const columns = (board.data ?? []).filter((column) => openStages(board.data).includes(column.stage));
  const sums = new Map<string, number>();
  for (const { amount, currency } of columns.flatMap((column) => column.amounts)) sums.set(currency, (sums.get(currency) ?? 0) + Number(amount));
  return (
    <div className="page">
      <Hello />
      <Stored stored={agenda.stored} at={agenda.at} />
      <div className="tiles">
        <Link href="/leads" className={late > 0 ? 'tile bad' : 'tile'}>
          <span>{t('home.overdue')}</span>
          <b className="num">{agenda.data ? number(late) : '–'}</b>
        </Link>
        <Link href="/leads" className="tile">
          <span>{t('home.dueToday')}</span>
          <b className="num">{agenda.data ? number(due.length - late) : '–'}</b>
        </Link>
        <Link href="/deals" className="tile">
          <span>{t('home.openDeals')}</span>
          <b className="num">{board.data ? number(columns.reduce((sum, column) => sum + column.count, 0)) : '–'}</b>
        </Link>
        <Link href="/deals" className="tile">
          <span>{t('home.pipeline')}</span>
          <b>{board.data ? totals([...sums].map(([currency, amount]) => ({ currency, amount: String(amount) })), 1) : '–'}</b>
        </Link>
      </div>
      <div className="home-cols">
        <div className="stack">
          <Card title={t('home.due')} flush>
            {agenda.pending ? (
              <BoneRows count={3} />
            ) : agenda.error ? (
              <Failure error={agenda.error} again={agenda.again} />
            ) : due.length === 0 ? (
              <Empty icon="check" title={t('home.dueNone')} hint={t('home.dueNoneHint')} />
            ) : (
              <ul className="rows">
                {due.map((lead) => (
                  <Due key={lead.id} lead={lead} follow={() => setFollowing(lead)} />
                ))}
              </ul>
            )}
          </Card>
          <Suspense fallback={<BoneRows count={2} />}>
            <TodaysVisits />
          </Suspense>
          <Card title={t('home.stale')} end={<Link href="/deals" className="link">{t('home.seeAll')}</Link>} flush>
            <Listed of={stale} bones={3} empty={<Empty icon="deals" title={t('home.staleNone')} />}>
              {(deal) => <DealRow key={deal.id} deal={deal} />}
            </Listed>
          </Card>
        </div>
        <div className="stack">
          <Card title={t('home.queue')} end={<Link href="/leads" className="link">{t('home.seeAll')}</Link>} flush>
            <Listed of={queue} bones={4} empty={<Empty icon="pool" title={t('home.queueNone')} hint={t('home.queueNoneHint')} action={<Button component={Link} href="/pool" variant="default">{t('nav.pool')}</Button>} />}>
              {(lead) => <LeadRow key={lead.id} lead={lead} />}
            </Listed>
          </Card>
        </div>
      </div>
      <Suspense>{following && <FollowUpSheet lead={following} opened onClose={() => setFollowing(null)} />}</Suspense>
    </div>
  );
}

function Due({ lead, follow }: { lead: Lead; follow: () => void }) {
  const { t } = useTranslation();
  return (
    <li className="due">
      <ul style={{ minWidth: 0 }}>
        <LeadRow lead={lead} />
      </ul>
      <div className="acts">
        {lead.phone && (
          <a className="act-icon" href={`tel:${lead.phone}`} aria-label={`${t('leads.call')} ${lead.company ?? lead.name}`}>
            <Icon name="phone" />
          </a>
        )}
        <button type="button" className="act-icon" onClick={follow} aria-label={`${t('leads.followUp')} ${lead.company ?? lead.name}`}>
          <Icon name="chat" />
        </button>
      </div>
    </li>
  );
}
