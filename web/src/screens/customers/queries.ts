/** Everything of ours about one customer of master data, asked side by side; each service tells what the person may see. */
import { content, fieldService, gateway, leads, orders, seen } from '../../api/client';
import { Refused } from '../../api/problems';
import { useAsk } from '../../offline/answers';
import { useActivities, useDeals } from '../deals/queries';
import { useVisits } from '../visits/queries';

export const SHOWN = 50;

export function useCustomers(q: string) {
  const query = { limit: 100, ...(q ? { q } : {}) };
  return useAsk(['integration-gateway', 'customers', query], () => content(gateway.GET('/api/integration-gateway/v1/customers', { params: { query } })), { keep: true });
}

/** What master data has of the customer; null: nothing that this person may see. */
export function useCustomer(id: string) {
  return useAsk(['integration-gateway', 'customer', id], () =>
    content(gateway.GET('/api/integration-gateway/v1/customers/{customer_id}', { params: { path: { customer_id: id } } })).catch((error: unknown) => {
      if (error instanceof Refused && (error.status === 404 || error.status === 403)) return null;
      throw error;
    }),
  );
}

export function useWhole(customer: string) {
  return {
    leads: useAsk(['leads', 'of', customer], () => content(leads.GET('/api/leads/v1/leads', { params: { query: { customer, limit: SHOWN, ...seen('leads') } } }))),
    deals: useDeals({ customer, sort: '-opened_at', limit: SHOWN }),
    orders: useAsk(['orders', 'of-customer', customer], () => content(orders.GET('/api/orders/v1/orders', { params: { query: { customer, limit: SHOWN, ...seen('orders') } } }))),
    work: useAsk(['field-service', 'of-customer', customer], () => content(fieldService.GET('/api/field-service/v1/work-orders', { params: { query: { customer, limit: SHOWN } } }))),
    visits: useVisits({ customer, limit: SHOWN }),
    activities: useActivities({ customer, limit: SHOWN }),
  };
}

export type Whole = ReturnType<typeof useWhole>;
