/** What the screens ask of opportunities and orders. */
import { content, opportunities, orders, seen } from '../../api/client';
import { listed } from '../../api/pages';
import { useAsk } from '../../offline/answers';
import { submit, type Outcome } from '../../offline/outbox';
import type { Deal } from '../../api/types';

/** The pipeline in order; the board tells which stages there are. */
export const STAGES = ['first_contact', 'needs_confirmed', 'proposal', 'negotiation'] as const;
const MOST = 200;
/** What reads the copy is loaded when it is needed. */
const copies = () => import('../../offline/copies');

export function useBoard() {
  return useAsk(['opportunities', 'board'], () =>
    content(opportunities.GET('/api/opportunities/v1/opportunities/board', { params: { query: seen('opportunities') } })),
  );
}

export function useDeals(query: { status?: Deal['status']; stage?: string; owner?: string; customer?: string; q?: string; as_of?: string; due_since?: string; due_until?: string; sort: string; limit?: number }, pages = 1) {
  const { limit = MOST, ...rest } = query;
  return useAsk(
    ['opportunities', 'list', query, pages],
    () =>
      listed(pages, (cursor) =>
        content(opportunities.GET('/api/opportunities/v1/opportunities', { params: { query: { ...rest, limit, ...cursor, ...seen('opportunities') } } })),
      ),
    // The copy knows the present only.
    { keep: true, ...(query.as_of ? {} : { copied: () => copies().then(({ copiedDeals }) => copiedDeals(rest, limit * pages)) }) },
  );
}

export function useDeal(id: string) {
  return useAsk(
    ['opportunities', 'deal', id],
    () => content(opportunities.GET('/api/opportunities/v1/opportunities/{opportunity_id}', { params: { path: { opportunity_id: id }, query: seen('opportunities') } })),
    { arriving: true, copied: () => copies().then(({ copiedDeal }) => copiedDeal(id)) },
  );
}

export function useDealHistory(id: string) {
  return useAsk(['opportunities', 'history', id], () =>
    content(opportunities.GET('/api/opportunities/v1/opportunities/{opportunity_id}/history', { params: { path: { opportunity_id: id }, query: seen('opportunities') } })),
  );
}

export function useOrderOf(deal: string, enabled: boolean) {
  return useAsk(['orders', 'of', deal], () => content(orders.GET('/api/orders/v1/orders', { params: { query: { opportunity: deal, limit: 1 } } })), {
    enabled,
    copied: () => copies().then(({ copiedOrders }) => copiedOrders({ opportunity: deal, sort: '-placed_at' }, 1)),
  });
}

type Verb = 'move' | 'win' | 'lose' | 'withdraw' | 'reassign';

export function useActivities(query: { opportunity?: string; customer?: string; limit: number }) {
  return useAsk(['opportunities', 'activities', query], () => content(opportunities.GET('/api/opportunities/v1/activities', { params: { query: { ...query, ...seen('opportunities') } } })));
}

/** Give a command to a deal; without a network it waits in the outbox. */
export function give(deal: Pick<Deal, 'id' | 'title'>, verb: Verb, body: Record<string, string>): Promise<Outcome> {
  return submit({ service: 'opportunities', method: 'POST', path: `/api/opportunities/v1/opportunities/${deal.id}/${verb}`, body, subject: deal.id, kind: verb, title: deal.title });
}
