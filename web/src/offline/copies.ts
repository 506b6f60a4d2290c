/** Questions answered from the copy on this device, as the server would answer them: lists, details, search. */
import type { Deal, DealDetail, Lead, LeadDetail, Order, OrderDetail, RegisterLead, Visit } from '../api/types';
import type { Listed } from '../api/pages';
import { standing, type Kind } from './copying';
import { store, withStore, type Queued, type Store } from './db';

export interface Copied<T> {
  value: T;
  at: number;
}

/** `read` from the copy, with its age; undefined without one. */
async function copied<T>(read: (kept: Store) => Promise<T | undefined>): Promise<Copied<T> | undefined> {
  if (!store()) return undefined;
  return withStore(async (kept) => {
    const { at } = await standing(kept);
    const value = await read(kept);
    // A record may have come before the whole copy; a list of a part would hide the rest.
    return value === undefined || (at === null && isList(value)) ? undefined : { value, at: at ?? Date.now() };
  });
}

const isList = (value: unknown): boolean => typeof value === 'object' && value !== null && 'items' in value;

async function rows<T>(kept: Store, kind: Kind): Promise<T[]> {
  return (await kept.copies.where('kind').equals(kind).toArray()).map(({ row }) => row as T);
}

type Named = { [field: string]: unknown };

/** The rows in the order of a sort such as `-score`; what has no value comes last, whichever the direction. */
export function sorted<T extends object>(items: T[], sort: string): T[] {
  const down = sort.startsWith('-');
  const field = sort.replace(/^-/, '');
  const key = (item: T): string | number | null => {
    const value = (item as Named)[field];
    if (value === null || value === undefined) return null;
    if (typeof value === 'number') return value;
    return typeof value === 'object' && 'amount' in value ? Number(value.amount) : String(value);
  };
  return items
    .map((item) => [key(item), item] as const)
    .sort(([one], [other]) => {
      if (one === null || other === null) return one === other ? 0 : one === null ? 1 : -1;
      const order = one < other ? -1 : one > other ? 1 : 0;
      return down ? -order : order;
    })
    .map(([, item]) => item);
}

/** Whether one of the texts has `q` in it, whatever the case; spaces in numbers do not matter. */
export function has(q: string, ...texts: (string | null | undefined)[]): boolean {
  const wanted = q.toLowerCase();
  const digits = /^[\d\s+-]{3,}$/.test(q) ? q.replace(/\D/g, '') : null;
  return texts.some((text) => text && (text.toLowerCase().includes(wanted) || (digits !== null && text.replace(/\D/g, '').includes(digits))));
}

function paged<T>(items: T[], most: number): Listed<T> {
  return { items: items.slice(0, most), more: items.length > most };
}

export interface LeadQuery {
  status?: Lead['status'];
  overdue?: boolean;
  grade?: string;
  source?: string;
  q?: string;
  sort: string;
}

export function copiedLeads(query: LeadQuery, most: number, owner: string | null = null): Promise<Copied<Listed<Lead>> | undefined> {
  return copied(async (kept) => {
    const [all, edits] = await Promise.all([rows<Lead>(kept, 'lead'), kept.outbox.filter(({ kind }) => kind === 'revise').toArray()]);
    const now = new Date().toISOString();
    const found = all
      .map((lead) => edited(lead, edits))
      .filter(
        (lead) =>
          (query.status ? lead.status === query.status : lead.status !== 'withdrawn') &&
          (!query.grade || lead.grade === query.grade) &&
          (!query.source || lead.source === query.source) &&
          (!owner || lead.owner_id === owner) &&
          (!query.overdue || (lead.next_follow_up_at !== null && Date.parse(lead.next_follow_up_at) < Date.parse(now))) &&
          (!query.q || has(query.q, lead.name, lead.company, lead.contact, lead.phone)),
      );
    return paged(sorted(found, query.sort), most);
  });
}

function edited(lead: Lead, edits: readonly Queued[]): Lead {
  const mine = edits.filter(({ subject }) => subject === lead.id);
  return mine.length > 0 ? (Object.assign({}, lead, ...mine.map(({ body }) => body)) as Lead) : lead;
}

export function copiedLead(id: string): Promise<Copied<LeadDetail> | undefined> {
  return copied(async (kept) => {
    const copy = await kept.copies.get(['lead', id]);
    return copy ? { learned: null, possible_duplicates: [], ...(copy.row as object) } as unknown as LeadDetail : made(kept, id);
  });
}

/** A lead that was made on this device and that the server has not heard of; undefined for any other. */
export function madeLead(id: string): Promise<LeadDetail | undefined> {
  return withStore((kept) => made(kept, id));
}

async function made(kept: Store, id: string): Promise<LeadDetail | undefined> {
  const row = await kept.outbox.where('subject').equals(id).filter(({ kind }) => kind === 'registerLead').first();
  if (!row) return undefined;
  const body = row.body as RegisterLead;
  const none = Object.fromEntries(UNKNOWN.map((field) => [field, null]));
  return { ...none, follow_ups: 0, possible_duplicates: [], customer_state: 'none', status: 'open', version: 0, registered_at: row.captured_at, ...body, id } as unknown as LeadDetail;
}

/** What nobody knows of a lead before the server has it. */
const UNKNOWN = [
  'company', 'contact', 'phone', 'email', 'region', 'industry', 'source', 'campaign', 'company_size', 'budget', 'score', 'grade', 'automatic_score', 'override', 'trend', 'owner_id', 'owner_name', 'team', 'pool', 'channel', 'touches', 'last_touched_at', 'opportunity_id',
  'customer_id', 'unanswered_since', 'closed_at', 'last_follow_up_at', 'next_follow_up_at', 'address', 'need', 'notes', 'uscc', 'merged_into', 'factors', 'missing', 'learned', 'reason', 'upcoming',
];

export interface DealQuery {
  status?: Deal['status'];
  q?: string;
  stage?: string;
  owner?: string;
  customer?: string;
  due_since?: string;
  due_until?: string;
  sort: string;
}

export function copiedDeals(query: DealQuery, most: number): Promise<Copied<Listed<Deal>> | undefined> {
  return copied(async (kept) => {
    const found = (await rows<DealDetail>(kept, 'opportunity')).filter((deal) => isMeant(deal, query) && (!query.q || has(query.q, deal.title, deal.customer, deal.contact, deal.phone)));
    if (query.sort === 'next_step_at') found.sort((one, other) => (one.next_step?.due_at ?? '9').localeCompare(other.next_step?.due_at ?? '9'));
    return paged<Deal>(query.sort === 'next_step_at' ? found : sorted(found, query.sort), most);
  });
}

function isMeant(deal: Deal, { status, stage, owner, customer, due_since, due_until }: DealQuery): boolean {
  const due = deal.next_step ? Date.parse(deal.next_step.due_at) : null;
  return (
    (!status || deal.status === status) && (!stage || deal.stage === stage) && (!owner || deal.owner_id === owner) && (!customer || deal.customer_id === customer) &&
    (!due_since || (due !== null && due >= Date.parse(due_since))) && (!due_until || (due !== null && due < Date.parse(due_until)))
  );
}

export function copiedVisits(wanted: (visit: Visit) => boolean, sort: string, most: number): Promise<Copied<Listed<Visit>> | undefined> {
  return copied(async (kept) => paged(sorted((await rows<Visit>(kept, 'visit')).filter(wanted), sort), most));
}

export function copiedVisit(id: string): Promise<Copied<Visit> | undefined> {
  return copied(async (kept) => (await kept.copies.get(['visit', id]))?.row as Visit | undefined);
}

export function copiedDeal(id: string): Promise<Copied<DealDetail> | undefined> {
  return copied(async (kept) => (await kept.copies.get(['opportunity', id]))?.row as DealDetail | undefined);
}

export interface OrderQuery {
  state?: Order['state'];
  q?: string;
  opportunity?: string;
  sort: string;
}

export function copiedOrders(query: OrderQuery, most: number): Promise<Copied<Listed<Order>> | undefined> {
  return copied(async (kept) => {
    const found = (await rows<OrderDetail>(kept, 'order')).filter(
      (order) => (!query.state || order.state === query.state) && (!query.opportunity || order.opportunity_id === query.opportunity) && (!query.q || has(query.q, order.number, order.customer)),
    );
    return paged<Order>(sorted(found, query.sort), most);
  });
}

export function copiedOrder(id: string): Promise<Copied<OrderDetail> | undefined> {
  return copied(async (kept) => (await kept.copies.get(['order', id]))?.row as OrderDetail | undefined);
}

/** What of everything has `q` in it, at most `most` of each kind. */
export async function copiedSearch(q: string, most: number): Promise<Copied<{ leads: Lead[]; deals: Deal[]; orders: Order[] }> | undefined> {
  const [leads, deals, orders] = await Promise.all([
    copiedLeads({ q, sort: '-registered_at' }, most),
    copiedDeals({ q, sort: '-opened_at' }, most),
    copiedOrders({ q, sort: '-placed_at' }, most),
  ]);
  return leads && deals && orders && { value: { leads: leads.value.items, deals: deals.value.items, orders: orders.value.items }, at: leads.at };
}
