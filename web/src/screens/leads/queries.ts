/** What the screens ask of leads. */
import { content, leads, seen } from '../../api/client';
import { listed } from '../../api/pages';
import type { LeadStatus } from '../../api/types';
import { Refused } from '../../api/problems';
import { useAsk } from '../../offline/answers';
import { keeper } from '../../offline/db';

export type View = 'queue' | 'open' | 'overdue' | 'hot' | 'recent' | 'closed';

export interface LeadFilter {
  view: View;
  q: string;
  source: string;
  grade: '' | 'A' | 'B' | 'C' | 'D';
  sort: string;
}

/** What reads the copy is loaded when it is needed. */
const copies = () => import('../../offline/copies');

const PER_PAGE = 50;
/** What a view asks of the server, and in which order unless another is chosen. */
export const VIEWS: Record<View, { status?: LeadStatus; overdue?: true; grade?: 'A'; sort: string }> = {
  queue: { status: 'open', sort: '-score' },
  open: { status: 'open', sort: 'next_follow_up_at' },
  overdue: { status: 'open', overdue: true, sort: 'next_follow_up_at' },
  hot: { status: 'open', grade: 'A', sort: '-score' },
  recent: { sort: '-registered_at' },
  closed: { status: 'converted', sort: '-registered_at' },
};

export function useLeads(filter: LeadFilter, pages: number) {
  const { sort, ...fixed } = VIEWS[filter.view];
  const query = {
    ...fixed,
    ...(filter.q ? { q: filter.q } : {}),
    ...(filter.source ? { source: filter.source } : {}),
    ...(filter.grade ? { grade: filter.grade } : {}),
    sort: filter.sort || sort,
    limit: PER_PAGE,
  };
  return useAsk(
    ['leads', 'list', query, pages],
    () =>
      listed(pages, (cursor) =>
        content(leads.GET('/api/leads/v1/leads', { params: { query: { ...query, ...cursor, ...seen('leads') } } })),
      ),
    { keep: true, copied: () => copies().then(({ copiedLeads }) => copiedLeads(query, PER_PAGE * pages)) },
  );
}

/** The best open leads, of a team or of the person. */
export function useBestLeads(limit: number, own: boolean) {
  return useAsk(
    ['leads', own ? 'queue' : 'best', limit],
    () =>
      own
        ? content(leads.GET('/api/leads/v1/leads/queue', { params: { query: { limit, ...seen('leads') } } }))
        : content(leads.GET('/api/leads/v1/leads', { params: { query: { status: 'open', sort: '-score', limit, ...seen('leads') } } })),
    { copied: () => copies().then(({ copiedLeads }) => copiedLeads({ status: 'open', sort: '-score' }, limit, own ? keeper() : null)) },
  );
}

/** Open leads by their next follow-up; those without one come last. */
export function useAgenda(limit: number) {
  const query = { status: 'open', sort: 'next_follow_up_at' } as const;
  return useAsk(['leads', 'agenda', limit], () => content(leads.GET('/api/leads/v1/leads', { params: { query: { ...query, limit, ...seen('leads') } } })), {
    copied: () => copies().then(({ copiedLeads }) => copiedLeads(query, limit)),
  });
}

export function useLead(id: string) {
  return useAsk(
    ['leads', 'lead', id],
    () =>
      content(leads.GET('/api/leads/v1/leads/{lead_id}', { params: { path: { lead_id: id }, query: seen('leads') } })).catch(async (error: unknown) => {
        // One that was made here may still be on its way there.
        const made = error instanceof Refused && error.status === 404 ? await (await copies()).madeLead(id) : undefined;
        if (!made) throw error;
        return made;
      }),
    { copied: () => copies().then(({ copiedLead }) => copiedLead(id)) },
  );
}

export function useLeadHistory(id: string) {
  return useAsk(['leads', 'history', id], () =>
    content(leads.GET('/api/leads/v1/leads/{lead_id}/history', { params: { path: { lead_id: id }, query: seen('leads') } })),
  );
}

export function useFollowUps(id: string) {
  return useAsk(['leads', 'follow-ups', id], () =>
    content(
      leads.GET('/api/leads/v1/leads/{lead_id}/follow-ups', {
        params: { path: { lead_id: id }, query: { limit: 100, ...seen('leads') } },
      }),
    ),
  );
}

export function useDuplicates(id: string) {
  return useAsk(['leads', 'duplicates', id], () =>
    content(leads.GET('/api/leads/v1/leads/{lead_id}/duplicates', { params: { path: { lead_id: id } } })),
  );
}

export function useSources() {
  return useAsk(['leads-settings', 'sources'], () => content(leads.GET('/api/leads/v1/sources', { params: { query: { active: true } } })));
}
