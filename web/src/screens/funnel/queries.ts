/** What the screens ask of analytics. */
import { analytics, content } from '../../api/client';
import { useAsk } from '../../offline/answers';

export type Span = 'all' | 'month' | 'quarter' | 'year' | 'last90';
export type Cohort = 'entered' | 'opened';

export interface Scope {
  span: Span;
  cohort: Cohort;
  owner: string;
  /** How many days ago; 0 is now. */
  ago: number;
}

const iso = (date: Date) => `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`;

/** The first day of a span; none for all of it. */
export function firstDay(span: Span, today: Date = new Date()): string | undefined {
  const [year, month] = [today.getFullYear(), today.getMonth()];
  switch (span) {
    case 'all':
      return undefined;
    case 'month':
      return iso(new Date(year, month, 1));
    case 'quarter':
      return iso(new Date(year, month - (month % 3), 1));
    case 'year':
      return iso(new Date(year, 0, 1));
    case 'last90':
      return iso(new Date(year, month, today.getDate() - 90));
  }
}

/** The moment that is looked at; a whole minute, so that the same question is asked again and not a new one. */
export function moment(ago: number, now: number = Date.now()): string | undefined {
  if (ago === 0) return undefined;
  return new Date(Math.floor((now - ago * 86_400_000) / 60_000) * 60_000).toISOString();
}

function asked({ span, cohort, owner, ago }: Scope) {
  const from = firstDay(span);
  const as_of = moment(ago);
  return { cohort, ...(from ? { from } : {}), ...(owner ? { owner } : {}), ...(as_of ? { as_of } : {}) };
}

export function useFunnel(scope: Scope) {
  return useAsk(['analytics', 'funnel', scope], () => content(analytics.GET('/api/analytics/v1/funnel', { params: { query: asked(scope) } })), { keep: true });
}

export type Figure = 'entered' | 'current' | 'went_on';

export function useMembers(stage: string, figure: Figure, scope: Scope) {
  return useAsk(
    ['analytics', 'members', stage, figure, scope],
    () =>
      content(
        analytics.GET('/api/analytics/v1/funnel/{stage}/opportunities', {
          params: { path: { stage }, query: { ...asked(scope), figure, sort: '-amount', limit: 50 } },
        }),
      ),
    { keep: true },
  );
}

export function useLeadGroups(by: 'source' | 'grade') {
  return useAsk(['analytics', 'leads', by], () => content(analytics.GET('/api/analytics/v1/leads/summary', { params: { query: { by } } })));
}
