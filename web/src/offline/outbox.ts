/**
 * Commands on their way to the server: kept until it has answered, sent in order, each applied once.
 * The server's idempotency key makes it correct; the lock between tabs only saves traffic.
 */
import { reach, wrote } from '../api/client';
import { problemIn, Refused, Unreachable, type Problem } from '../api/problems';
import { deviceId, store, type Queued, type Store } from './db';
import { newId } from './ids';

const BATCH = 50;
/** Whatever the version is. */
const ANY = '*';
/** How often an edit is based anew by itself. */
const MERGES = 5;
const FIRST_PAUSE = 2_000;
const LONGEST_PAUSE = 60_000;

export type Command = Pick<Queued, 'service' | 'method' | 'path' | 'body' | 'subject' | 'kind' | 'title'> & {
  key?: string;
  if_match?: string | null;
  base?: Record<string, unknown>;
};

/** What the server says of one command. */
export interface Result {
  key: string;
  status: 'ok' | 'conflict' | 'rejected' | 'skipped';
  http_status?: number;
  body?: unknown;
  etag?: string | null;
  position?: string | number | null;
}

export type Outcome =
  | { state: 'ok'; body: unknown }
  | { state: 'waiting' }
  | { state: 'rejected'; problem: Problem };

type Listener = () => void;
const listeners = new Set<Listener>();
const told = new Map<string, (outcome: Outcome) => void>();
const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('kuaicrm-outbox');
channel?.addEventListener('message', ({ data }: MessageEvent<{ key: string; outcome: Outcome } | null>) => {
  if (data) told.get(data.key)?.(data.outcome);
  for (const listener of listeners) listener();
});

/** Hear of every change of the outbox, by this tab or another. */
export function onOutbox(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function changed(about: { key: string; outcome: Outcome } | null = null): void {
  if (about) told.get(about.key)?.(about.outcome);
  for (const listener of listeners) listener();
  channel?.postMessage(about);
}

/**
 * Keep a command and try to send it. Waits `patience` ms for the server's word: a refusal is handed back and not
 * kept, but for an edit that met another; a command that found no server stays in the outbox.
 */
export async function submit(command: Command, patience = 8_000): Promise<Outcome> {
  const kept = store();
  if (!kept) throw new Error('Nobody is signed in');
  const key = command.key ?? newId();
  const row: Omit<Queued, 'seq'> = {
    if_match: null,
    ...command,
    key,
    captured_at: new Date().toISOString(),
    state: 'waiting',
    problem: null,
    tries: 0,
  };
  const heard = new Promise<Outcome>((resolve) => told.set(key, resolve));
  try {
    await kept.outbox.add(row);
    changed();
    const sent = drain().then((reached): Promise<Outcome> | Outcome => (reached ? heard : { state: 'waiting' }));
    const late = new Promise<Outcome>((resolve) => setTimeout(resolve, patience, { state: 'waiting' }));
    const outcome = await Promise.race([heard, sent, late]);
    if (outcome.state === 'rejected' && !metAnother(row, outcome.problem)) await discard(key);
    return outcome;
  } finally {
    told.delete(key);
  }
}

export async function discard(key: string): Promise<void> {
  await store()?.outbox.where('key').equals(key).delete();
  changed();
}

/** Send again what was refused, after whatever stood in the way is gone. */
export async function retry(key: string): Promise<void> {
  await store()?.outbox.where('key').equals(key).modify({ state: 'waiting', problem: null, if_match: null });
  changed();
  await drain();
}

/** Send an edit as the person wants it now: another command, in the place of the one that met another edit. */
export async function resend(key: string, edit: Required<Pick<Queued, 'body' | 'base' | 'if_match'>>): Promise<void> {
  await store()?.outbox.where('key').equals(key).modify({ ...edit, key: newId(), state: 'waiting', problem: null });
  changed();
  await drain();
}

/** Whether an edit was refused because somebody changed the same thing, so that it can be merged. */
export function metAnother(row: Pick<Queued, 'base'>, problem: Problem): boolean {
  return row.base !== undefined && problem.code === 'version-conflict';
}

let draining: Promise<boolean> | null = null;
let again = false;
let pause = FIRST_PAUSE;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Send everything that waits; whether the server was reached. Never raises. */
export function drain(): Promise<boolean> {
  if (draining) {
    again = true;
    return draining;
  }
  draining = run().finally(() => {
    draining = null;
  });
  return draining;
}

async function run(): Promise<boolean> {
  let reached: boolean;
  do {
    again = false;
    reached = await locked(drainOnce);
  } while (again && reached);
  clearTimeout(timer);
  if (!reached) {
    timer = setTimeout(() => void drain(), pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  } else pause = FIRST_PAUSE;
  return reached;
}

function locked(work: () => Promise<boolean>): Promise<boolean> {
  if (!('locks' in navigator)) return work();
  return new Promise((resolve, reject) => void navigator.locks.request('kuaicrm-drain', () => work().then(resolve, reject)));
}

async function drainOnce(): Promise<boolean> {
  const kept = store();
  if (!kept) return true;
  try {
    for (;;) {
      const batch = await nextBatch(kept);
      if (batch.length === 0) return true;
      const results = await send(batch);
      if ((await settle(kept, batch, results)) === 0) return true;
    }
  } catch (error) {
    // A session that ended is no reason to lose or to repeat anything: the queue waits for the next sign-in.
    return error instanceof Refused && error.status === 401;
  }
}

/** The oldest that wait, without those behind a command that is stuck. */
export async function nextBatch(kept: Store): Promise<Queued[]> {
  const all = await kept.outbox.orderBy('seq').toArray();
  const stuck = new Set<string>();
  const batch: Queued[] = [];
  for (const row of all) {
    if (row.state !== 'waiting') stuck.add(row.subject);
    else if (!stuck.has(row.subject) && batch.length < BATCH) batch.push(row);
  }
  return batch;
}

async function send(batch: Queued[]): Promise<Result[]> {
  const last = new Map<string, string>();
  const commands = batch.map((row) => {
    const after = last.get(row.subject);
    last.set(row.subject, row.key);
    const { key, service, method, path, body, captured_at } = row;
    // What the system did in answer to the command before it is no conflict: it waits for that one, not for its version.
    const based = row.if_match ? { if_match: row.if_match } : after ? { after, if_match: ANY } : {};
    return { key, service, method, path, body, captured_at, device_id: deviceId(), ...based };
  });
  const response = await reach('/sync', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ commands }),
  });
  if (!response.ok) throw new Refused(await problemIn(response));
  const answer = (await response.json().catch(() => null)) as { results?: Result[] } | null;
  if (!Array.isArray(answer?.results)) throw new Unreachable('/sync');
  return answer.results;
}

/** Note what became of each; how many were decided. */
async function settle(kept: Store, batch: Queued[], results: Result[]): Promise<number> {
  const byKey = new Map(results.map((result) => [result.key, result]));
  let decided = 0;
  for (const row of batch) {
    const result = byKey.get(row.key);
    if (!result || result.status === 'skipped') continue;
    decided += 1;
    if (result.status === 'ok') {
      wrote(row.service, result.position);
      await kept.outbox.delete(row.seq);
      changed({ key: row.key, outcome: { state: 'ok', body: result.body } });
    } else {
      const problem = result.body as Problem;
      if (metAnother(row, problem) && row.tries < MERGES && (await rebase(kept, { ...row, problem }))) continue;
      await kept.outbox.update(row.seq, { state: result.status, problem, tries: row.tries + 1 });
      changed({ key: row.key, outcome: { state: 'rejected', problem } });
    }
  }
  return decided;
}

/** Base an edit on the present version, when nobody changed the same fields. */
async function rebase(kept: Store, row: Queued): Promise<boolean> {
  try {
    const { clashes, present, resolved } = await import('./merging');
    const now = await present(row);
    if (clashes(row, now).length > 0) return false;
    const { base, if_match } = resolved(row, now, new Set());
    await kept.outbox.update(row.seq, { base, if_match, tries: row.tries + 1 });
    return true;
  } catch {
    return false;
  }
}

/** Send when there is a chance: at once, when the network is back, when the app is looked at. */
export function drainWhenPossible(): () => void {
  const go = () => void drain();
  const seen = () => document.visibilityState === 'visible' && go();
  window.addEventListener('online', go);
  document.addEventListener('visibilitychange', seen);
  go();
  return () => {
    window.removeEventListener('online', go);
    document.removeEventListener('visibilitychange', seen);
  };
}
