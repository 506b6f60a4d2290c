/** Typed calls to the services through the one origin; every failure is a `Refused` or an `Unreachable`. */
import createClient, { type Middleware } from 'openapi-fetch';

import type { paths as AnalyticsPaths } from './types/analytics';
import type { paths as FieldServicePaths } from './types/field-service';
import type { paths as GatewayPaths } from './types/integration-gateway';
import type { paths as LeadsPaths } from './types/leads';
import type { paths as OpportunitiesPaths } from './types/opportunities';
import type { paths as OrdersPaths } from './types/orders';
import { noteTime } from '../offline/clock';
import { noteReach } from '../offline/reach';
import { isAway, problemIn, Refused, Unreachable } from './problems';

const SAFE = new Set(['GET', 'HEAD']);
const PATIENCE = 20_000;

const standing = { csrf: '', person: '', language: 'zh-CN', onSignedOut: () => {} };
/** The newest log position of ours by service, so that we read what we wrote. */
const positions = new Map<string, { at: number; position: string }>();
const READ_YOUR_WRITES = 15_000;

/** Whose session this is, and the proof of it. */
export function setSession(person: string, csrf: string): void {
  standing.person = person;
  standing.csrf = csrf;
}

/** The proof that a command is ours. An app that started without a network does not know it yet. */
async function csrf(): Promise<string> {
  if (standing.csrf === '') {
    const response = await reach('/session');
    const session = response.ok ? ((await response.json().catch(() => null)) as { person?: { id: string }; csrf?: string } | null) : null;
    // Somebody else signed in with this browser meanwhile: nothing of this person goes out in their name.
    if (session?.person && standing.person && session.person.id !== standing.person) {
      standing.onSignedOut();
      throw new Unreachable('/session');
    }
    standing.csrf = session?.csrf ?? '';
  }
  return standing.csrf;
}

export function setAnswerLanguage(language: string): void {
  standing.language = language;
}

export function onSignedOut(tell: () => void): void {
  standing.onSignedOut = tell;
}

/** Note that something of ours stands at `position` of the service's log. */
export function wrote(service: string, position: string | number | null | undefined): void {
  if (position) positions.set(service, { at: Date.now(), position: String(position) });
}

/** `min_position` for a question to the service, as long as it matters. */
export function seen(service: string): { min_position?: number } {
  const last = positions.get(service);
  return last && Date.now() - last.at < READ_YOUR_WRITES ? { min_position: Number(last.position) } : {};
}

/** `fetch` with our headers. Raises `Unreachable` when nothing of ours answers in time. */
export async function reach(request: Request | string, init: RequestInit = {}): Promise<Response> {
  const asked = new Request(typeof request === 'string' ? new URL(request, location.origin) : request, { credentials: 'same-origin', ...init });
  asked.headers.set('accept-language', standing.language);
  if (!SAFE.has(asked.method)) asked.headers.set('x-csrf', await csrf());
  const signal = AbortSignal.any([asked.signal, AbortSignal.timeout(PATIENCE)]);
  let response: Response;
  try {
    response = await fetch(asked, { signal });
  } catch (error) {
    if (asked.signal.aborted) throw error;
    noteReach(false);
    throw new Unreachable(asked.url, { cause: error });
  }
  noteReach(!isAway(response));
  if (!isAway(response)) noteTime(response.headers.get('date'));
  if (isAway(response)) throw new Unreachable(`${response.status} ${asked.url}`);
  if (response.status === 401) standing.onSignedOut();
  // It may be the proof of a session that ended: the next attempt asks for it anew.
  if (response.status === 403) standing.csrf = '';
  return response;
}

const checking: Middleware = {
  async onResponse({ request, response }) {
    if (!response.ok) throw new Refused(await problemIn(response));
    if (!SAFE.has(request.method)) {
      wrote(new URL(request.url).pathname.split('/')[2] ?? '', response.headers.get('x-position'));
    }
    return undefined;
  },
};

function client<Paths extends object>() {
  const made = createClient<Paths>({ baseUrl: location.origin, fetch: (request) => reach(request) });
  made.use(checking);
  return made;
}

export const leads = client<LeadsPaths>();
export const opportunities = client<OpportunitiesPaths>();
export const orders = client<OrdersPaths>();
export const fieldService = client<FieldServicePaths>();
export const analytics = client<AnalyticsPaths>();
export const gateway = client<GatewayPaths>();

/** The content of an answer; failures were raised before. */
export async function content<T>(answer: Promise<{ data?: T }>): Promise<T> {
  return (await answer).data as T;
}

/** A new key for one command that is not queued. */
export function once(): { 'idempotency-key': string } {
  return { 'idempotency-key': crypto.randomUUID() };
}
