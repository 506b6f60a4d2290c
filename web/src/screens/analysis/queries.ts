/** What the analysis of leads asks of analytics. */
import { analytics, content } from '../../api/client';
import { useAsk } from '../../offline/answers';
import { firstDay, moment, type Span } from '../funnel/queries';

export type LeadBy = 'source' | 'score_band' | 'campaign' | 'owner' | 'cohort';
export type ContactBy = 'method' | 'owner' | 'attempt';
export type LeadFigure = 'leads' | 'contacted' | 'converted' | 'open' | 'lost';
export type ContactFigure = 'contacts' | 'replied' | 'progressed' | 'converted';

export interface Chosen {
  span: Span;
  ago: number;
}

export const MOST = 50;

function during({ span, ago }: Chosen) {
  const from = firstDay(span);
  const as_of = moment(ago);
  return { ...(from ? { from } : {}), ...(as_of ? { as_of } : {}) };
}

/** Cohorts are the months of registration, with all leads of one in one group. */
const grouping = (by: LeadBy) => (by === 'cohort' ? ({ by: 'nothing', period: 'month' } as const) : ({ by } as const));

export function useLeadAnalysis(by: LeadBy, chosen: Chosen) {
  return useAsk(
    ['analytics', 'lead-analysis', by, chosen],
    () => content(analytics.GET('/api/analytics/v1/leads/analysis', { params: { query: { ...during(chosen), ...grouping(by) } } })),
    { keep: true },
  );
}

/** The leads behind a figure of one group: `key` of the group, or the first day of its month. */
export function useLeadMembers(by: LeadBy, key: string, figure: LeadFigure, chosen: Chosen) {
  const group = by === 'cohort' ? { begins: key } : { key };
  return useAsk(
    ['analytics', 'lead-members', by, key, figure, chosen],
    () =>
      content(
        analytics.GET('/api/analytics/v1/leads/analysis/leads', {
          params: { query: { ...during(chosen), ...grouping(by), ...group, figure, sort: '-registered_at', limit: MOST } },
        }),
      ),
    { keep: true },
  );
}

export function useFollowUpAnalysis(by: ContactBy, chosen: Chosen) {
  return useAsk(
    ['analytics', 'follow-ups', by, chosen],
    () => content(analytics.GET('/api/analytics/v1/leads/follow-ups', { params: { query: { ...during(chosen), by } } })),
    { keep: true },
  );
}

export function useContacts(by: ContactBy, key: string, figure: ContactFigure, chosen: Chosen) {
  return useAsk(
    ['analytics', 'contacts', by, key, figure, chosen],
    () =>
      content(
        analytics.GET('/api/analytics/v1/leads/follow-ups/contacts', {
          params: { query: { ...during(chosen), by, key, figure, sort: '-occurred_at', limit: MOST } },
        }),
      ),
    { keep: true },
  );
}
