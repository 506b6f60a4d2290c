/** What the screens ask about assignment. */
import { content, leads, seen } from '../../api/client';
import { useAsk } from '../../offline/answers';

export function useRules() {
  return useAsk(['leads-assignment', 'rules'], () => content(leads.GET('/api/leads/v1/assignment-rules')));
}

export function useRuleVersions() {
  return useAsk(['leads-assignment', 'versions'], () => content(leads.GET('/api/leads/v1/assignment-rules/versions')).then((versions) => ({ items: [...versions].reverse() })));
}

export function useFairness(days: number) {
  return useAsk(
    ['leads-assignment', 'fairness', days],
    () => {
      const ends = new Date();
      const begins = new Date(ends.getTime() - days * 86_400_000);
      return content(leads.GET('/api/leads/v1/assignment-fairness', { params: { query: { begins: begins.toISOString(), ends: ends.toISOString() } } }));
    },
    { keep: true },
  );
}

export function useWaiting() {
  return useAsk(['leads', 'unassigned'], () => content(leads.GET('/api/leads/v1/leads', { params: { query: { status: 'open', unassigned: true, sort: 'registered_at', limit: 100, ...seen('leads') } } })));
}

export function usePools() {
  return useAsk(['leads', 'pools'], () => content(leads.GET('/api/leads/v1/pools', { params: { query: { limit: 50, ...seen('leads') } } })));
}
