/** What the screens ask of visits; what waits on this device shows as if it were done. */
import { content, opportunities, seen } from '../../api/client';
import type { CheckIn, CheckOut, PlanVisit, Visit } from '../../api/types';
import { usePerson } from '../../app/session';
import { useAsk } from '../../offline/answers';
import type { Queued } from '../../offline/db';
import { submit, type Outcome } from '../../offline/outbox';
import { useOutbox } from '../../offline/useOutbox';

export const FILES = '/api/opportunities/v1/files';
const PATH = '/api/opportunities/v1/visits';
const MOST = 100;
/** What reads the copy is loaded when it is needed. */
const copies = () => import('../../offline/copies');

export interface VisitQuery {
  status?: Visit['status'];
  owner?: string;
  subject?: string;
  customer?: string;
  since?: string;
  until?: string;
  sort?: string;
  limit?: number;
}

/** Visits, with those that are planned or changed on this device and not sent yet. */
export function useVisits(query: VisitQuery, enabled = true) {
  const person = usePerson();
  const rows = useOutbox();
  const { limit = MOST, ...rest } = query;
  const asked = useAsk(
    ['opportunities', 'visits', query],
    () => content(opportunities.GET(PATH, { params: { query: { ...rest, limit, ...seen('opportunities') } } })),
    { keep: true, enabled, copied: () => copies().then(({ copiedVisits }) => copiedVisits((visit) => fits(visit, query), query.sort ?? '-day_at', limit)) },
  );
  const items = withQueued(asked.data?.items ?? [], rows, person).filter((visit) => fits(visit, query));
  // Without an answer, what was planned here is all that is known.
  const known = asked.data !== undefined || items.length > 0;
  return { ...asked, data: known ? { items } : undefined, error: known ? null : asked.error, pending: asked.pending && !known };
}

export function useVisit(id: string) {
  const person = usePerson();
  const rows = useOutbox();
  const asked = useAsk(['opportunities', 'visit', id], () => content(opportunities.GET(`${PATH}/{visit_id}`, { params: { path: { visit_id: id }, query: seen('opportunities') } })), {
    arriving: true,
    copied: () => copies().then(({ copiedVisit }) => copiedVisit(id)),
  });
  const visit = withQueued(asked.data ? [asked.data] : [], rows, person).find((each) => each.id === id);
  return { ...asked, data: visit, error: visit ? null : asked.error, pending: asked.pending && !visit };
}

function fits(visit: Visit, { status, subject, customer, since, until, owner }: VisitQuery): boolean {
  const at = Date.parse(visit.day_at);
  return (
    (!status || visit.status === status) && (!owner || visit.owner_id === owner) && (!subject || visit.subject_id === subject) && (!customer || visit.customer_id === customer) &&
    (!since || at >= Date.parse(since)) && (!until || at < Date.parse(until))
  );
}

/** Visits as they will be once the commands that wait are carried out. */
export function withQueued(visits: readonly Visit[], rows: readonly Queued[], person: { id: string; name: string }): Visit[] {
  const shown = new Map(visits.map((visit) => [visit.id, visit]));
  for (const row of rows) {
    if (row.state !== 'waiting') continue;
    if (row.kind === 'planVisit') {
      if (!shown.has(row.subject)) shown.set(row.subject, planned(row.subject, row.title, row.body as PlanVisit, person, row.captured_at));
      continue;
    }
    const visit = shown.get(row.subject);
    if (visit) shown.set(row.subject, { ...visit, ...change(row) });
  }
  return [...shown.values()];
}

function change(row: Queued): Partial<Visit> {
  if (row.kind === 'checkIn') {
    const body = row.body as CheckIn;
    const at = body.at ?? row.captured_at;
    const none = { location: null, no_location: null, reason: null, distance_m: null, measured_from: null, device: null };
    // It is recorded when it arrives; until then only the device's time is known.
    return { status: 'under_way', day_at: at, arrival: { ...none, ...body, at, recorded_at: '' } };
  }
  if (row.kind === 'checkOut') {
    const { at, result = null, content: said = '', participants = [], next_step } = row.body as CheckOut;
    return { status: 'done', left_at: at ?? row.captured_at, result, content: said, participants, next_step: next_step ? { kind: null, text: null, ...next_step } : null };
  }
  if (row.kind === 'cancelVisit') return { status: 'cancelled', cancelled_because: (row.body as { reason: string }).reason };
  if (row.kind === 'replanVisit') {
    const body = row.body as { starts_at?: string; purpose?: string | null; address?: string | null };
    return { ...body, ...(body.starts_at ? { day_at: body.starts_at } : {}) } as Partial<Visit>;
  }
  return {};
}

function planned(id: string, title: string, body: PlanVisit, person: { id: string; name: string }, at: string): Visit {
  const { subject, starts_at, minutes = null, purpose = null, address = null, point = null } = body;
  return {
    id, version: 0, subject_kind: subject.kind, subject_id: subject.id, subject_name: subject.name ?? title, customer_id: subject.customer_id ?? (subject.kind === 'customer' ? subject.id : null), status: 'planned',
    owner_id: person.id, owner_name: person.name, team: null, region: null, day_at: starts_at, starts_at, planned_minutes: minutes, purpose, address, point, arrival: null, left_at: null, left_recorded_at: null,
    minutes: null, result: null, content: null, participants: [], attachments: [], next_step: null, cancelled_because: null, planned_at: at,
  };
}

type Kind = 'planVisit' | 'checkIn' | 'checkOut' | 'cancelVisit' | 'replanVisit';

/** Give a command to a visit; without a network it waits, in order, behind what was given before. */
export function give(kind: Kind, visit: Pick<Visit, 'id' | 'subject_name'>, body: object, uploads: string[] = []): Promise<Outcome> {
  const below = { planVisit: '', replanVisit: `/${visit.id}`, checkIn: `/${visit.id}/check-in`, checkOut: `/${visit.id}/check-out`, cancelVisit: `/${visit.id}/cancel` }[kind];
  const method = kind === 'replanVisit' ? 'PATCH' : 'POST';
  return submit({ service: 'opportunities', method, path: `${PATH}${below}`, body, uploads, subject: visit.id, kind, title: visit.subject_name });
}

/** The address that shows a file of a visit. */
export function fileOf(visit: string): string {
  return `${PATH}/${visit}/files`;
}
