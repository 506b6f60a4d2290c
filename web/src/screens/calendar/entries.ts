/** What stands in a person's calendar: follow-ups of leads, next steps of deals, visits. */
import type { Deal, Lead, Visit } from '../../api/types';
import type { IconName } from '../../ui/Icon';

export interface Entry {
  key: string;
  at: string;
  what: 'followUp' | 'step' | 'visit';
  name: string;
  said: string | null;
  href: string;
  done: boolean;
  minutes: number | null;
  place: string | null;
}

export const ICON: Record<Entry['what'], IconName> = { followUp: 'phone', step: 'deals', visit: 'visit' };

export function entriesOf(leads: readonly Lead[], deals: readonly Deal[], visits: readonly Visit[]): Entry[] {
  const none = { done: false, minutes: null, place: null };
  return [
    ...leads.flatMap((lead): Entry[] => (lead.next_follow_up_at ? [{ ...none, key: `lead-${lead.id}`, at: lead.next_follow_up_at, what: 'followUp', name: lead.company ?? lead.name, said: null, href: `/leads/${lead.id}` }] : [])),
    ...deals.flatMap((deal): Entry[] => (deal.next_step ? [{ ...none, key: `deal-${deal.id}`, at: deal.next_step.due_at, what: 'step', name: deal.title, said: deal.next_step.text, href: `/deals/${deal.id}` }] : [])),
    ...visits
      .filter((visit) => visit.status !== 'cancelled')
      .map((visit): Entry => ({ key: `visit-${visit.id}`, at: visit.day_at, what: 'visit', name: visit.subject_name, said: visit.purpose, href: `/visits/${visit.id}`, done: visit.status === 'done', minutes: visit.planned_minutes, place: visit.address })),
  ].sort((a, b) => a.at.localeCompare(b.at));
}

export type Look = 'month' | 'week' | 'day';

/** The days that are shown: whole weeks from Monday for a month and a week. */
export function daysOf(look: Look, day: Date): Date[] {
  const plus = (from: Date, days: number) => new Date(from.getFullYear(), from.getMonth(), from.getDate() + days);
  const monday = (of: Date) => plus(of, -((of.getDay() + 6) % 7));
  if (look === 'day') return [plus(day, 0)];
  if (look === 'week') return Array.from({ length: 7 }, (_, index) => plus(monday(day), index));
  const first = monday(new Date(day.getFullYear(), day.getMonth(), 1));
  const last = new Date(day.getFullYear(), day.getMonth() + 1, 0);
  const weeks = Math.ceil((Math.round((last.getTime() - first.getTime()) / 86_400_000) + 1) / 7);
  return Array.from({ length: weeks * 7 }, (_, index) => plus(first, index));
}

/** So many steps on from a day. */
export function moved(look: Look, day: Date, steps: number): Date {
  if (look === 'month') return new Date(day.getFullYear(), day.getMonth() + steps, 1);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + steps * (look === 'week' ? 7 : 1));
}

export function sameDay(one: Date, other: Date): boolean {
  return one.getFullYear() === other.getFullYear() && one.getMonth() === other.getMonth() && one.getDate() === other.getDate();
}
