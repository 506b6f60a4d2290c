/** Events of leads, deals and orders in words. */
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';

import '../i18n/further';
import type zh from '../i18n/further/zh';
import type { IconName } from './Icon';

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
