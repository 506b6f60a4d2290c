import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import type { Lead } from '../../api/types';
import { usePerson, leads as leadsOthers } from '../../app/session';
import { when } from '../../i18n/format';
import { Score, Tag } from '../../ui/parts';
import { useNames } from './names';

/** One lead in a list: who, from where, how good, and when to talk next. */
export function LeadRow({ lead, current = false, picked, onPick }: { lead: Lead; current?: boolean; picked?: boolean; onPick?: () => void }) {
  const { t } = useTranslation();
  const person = usePerson();
  const { source, region } = useNames();
  const late = lead.status === 'open' && lead.next_follow_up_at !== null && new Date(lead.next_follow_up_at) < new Date();
  const about = [lead.contact, source(lead.source), region(lead.region)].filter(Boolean).join(' · ');
  const owner = leadsOthers(person) || !person.roles.includes('salesperson') ? (lead.owner_name ?? t('leads.unowned')) : null;
  return (
    <li className={onPick ? 'picks' : undefined}>
      {onPick && <input type="checkbox" checked={picked ?? false} onChange={onPick} aria-label={lead.company ?? lead.name} />}
      <Link href={`/leads/${lead.id}`} className="line" aria-current={current ? 'true' : undefined}>
        <span className="first cut">{lead.company ?? lead.name}</span>
        <span className="end">
          <Score grade={lead.grade} points={lead.score} />
        </span>
        <span className="second cut">{about || lead.name}</span>
        <span className="second end num">
          {lead.status !== 'open' ? (
            <Tag tone={lead.status === 'converted' ? 'good' : 'plain'}>{t(`leads.status.${lead.status}`)}</Tag>
          ) : late ? (
            <Tag tone="bad">{`${t('time.overdue')} ${when(lead.next_follow_up_at)}`}</Tag>
          ) : lead.next_follow_up_at ? (
            when(lead.next_follow_up_at)
          ) : (
            (owner ?? '')
          )}
        </span>
      </Link>
    </li>
  );
}
