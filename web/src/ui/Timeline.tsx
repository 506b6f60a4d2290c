/** What happened, newest first: events in words, what was said in full, what still waits on this device on top. */
import i18next from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { when } from '../i18n/format';
import '../i18n/further';
import type zh from '../i18n/further/zh';
import { Icon, type IconName } from './Icon';

export interface Moment {
  key: string;
  at: string;
  icon: IconName;
  what: string;
  by?: string | null;
  said?: ReactNode;
  /** Pictures and files that belong to it. */
  beside?: ReactNode;
  tags?: ReactNode;
  strong?: boolean;
  waits?: boolean;
}

export function Timeline({ moments }: { moments: readonly Moment[] }) {
  const { t } = useTranslation();
  return (
    <ol className="timeline">
      {moments.map((moment) => (
        <li key={moment.key} className={moment.waits ? 'waits' : moment.strong ? 'strong' : undefined}>
          <span className="dot">
            <Icon name={moment.waits ? 'outbox' : moment.icon} size={16} />
          </span>
          <div>
            <p className="row wrap" style={{ gap: '.25rem .5rem' }}>
              <span className="what">{moment.what}</span>
              {moment.tags}
            </p>
            {moment.said && <p className="said">{moment.said}</p>}
            {moment.beside}
            <p className="soft small">
              {when(moment.at)}
              {moment.by && ` · ${moment.by}`}
              {moment.waits && ` · ${t('outbox.state.waiting')}`}
            </p>
          </div>
        </li>
      ))}
    </ol>
  );
}

type EventName = keyof typeof zh.events;
const ICONS: Partial<Record<EventName, IconName>> = {
  LeadScored: 'star', LeadScoreOverridden: 'star', LeadAssigned: 'leads', LeadReleased: 'pool', LeadConverted: 'deals', LeadConvertedToCustomer: 'deals', LeadAbsorbed: 'merge', LeadMerged: 'merge', LeadUnmerged: 'merge',
  LeadDisqualified: 'cross', LeadFollowUpScheduled: 'clock', LeadFollowUpDue: 'clock', OpportunityStageChanged: 'next', OpportunityWon: 'trophy', OpportunityLost: 'cross', LeadTouched: 'chat',
};

/** The short name of an event: `crm.leads.LeadScored.v1` and `leads.LeadScored` are both `LeadScored`. */
export function eventName(type: string): string {
  return type.split('.').find((part) => /^[A-Z]/.test(part)) ?? type;
}

export function useEventWords() {
  const { t } = useTranslation('further');
  return (type: string, values: Record<string, string>): { what: string; icon: IconName } => {
    const name = eventName(type);
    const known = (i18next.exists(`events.${name}`, { ns: 'further' }) ? name : 'other') as EventName;
    // The words of events take different values; each finds its own among these.
    return { what: String(t(`events.${known}`, values as never)), icon: ICONS[known] ?? 'check' };
  };
}
