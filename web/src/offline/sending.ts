/** Sends the outbox: batches in order, photos before the commands that name them, again with growing pauses. */
import { reach, wrote } from '../api/client';
import { problemIn, Refused, Unreachable, type Problem } from '../api/problems';
import { notLater, now } from './clock';
import { deviceId, keeper, store, withStore, type Queued, type Store } from './db';
import { clashes, present, resolved } from './merging';
import { changed, metAnother } from './telling';
import { upload } from './uploading';

const BATCH = 50;
/** Where even fewer take too long, nothing helps. */
const SMALLEST = 5;
/** Whatever the version is. */
const ANY = '*';
/** How often something is put right by itself: an edit based anew, a photo sent anew. */
const REPAIRS = 5;
const FIRST_PAUSE = 2_000;
const LONGEST_PAUSE = 60_000;
/** How far ahead of the server's clock the services take a moment for one that has been. */
const AHEAD = 5 * 60_000;
/** Within which a moment of the command is that of the person's doing it. */
const SAME = 60_000;

/** What the server says of one command. */
export interface Result {
  key: string;
  status: 'ok' | 'conflict' | 'rejected' | 'skipped';
  http_status?: number;
  body?: unknown;
  etag?: string | null;
  position?: string | number | null;
}

let draining: Promise<boolean> | null = null;
let again = false;
let pause = FIRST_PAUSE;
/** How many go at once: fewer where so many were not answered in time. */
let most = BATCH;
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
  let left: Left;
  do {
    again = false;
    left = await locked(drainOnce);
  } while (again && left !== 'away');
  clearTimeout(timer);
  if (left === 'nothing') pause = FIRST_PAUSE;
  else {
    // Not all devices at the same moment, when a server comes back.
    timer = setTimeout(() => void drain(), pause * (0.75 + Math.random() / 2));
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  }
  return left !== 'away';
}

/** What is left to send by itself: nothing, what the server does not take now, or all, as nobody answers. */
type Left = 'nothing' | 'some' | 'away';

function locked(work: () => Promise<Left>): Promise<Left> {
  if (!('locks' in navigator)) return work();
  return new Promise((resolve, reject) => void navigator.locks.request('kuaicrm-drain', () => work().then(resolve, reject)));
}

async function drainOnce(): Promise<Left> {
  if (!store()) return 'nothing';
  try {
    return await withStore(sendAll);
  } catch (error) {
    // A session that ended is no reason to lose or to repeat anything: the queue waits for the next sign-in.
    if (error instanceof Unreachable && (error.cause as Error | undefined)?.name === 'TimeoutError') most = Math.max(SMALLEST, Math.round(most / 3));
    if (error instanceof Refused) return error.status === 401 ? 'nothing' : 'some';
    return 'away';
  }
}

async function sendAll(kept: Store): Promise<Left> {
  for (;;) {
    const { batch, photos } = await nextBatch(kept, most);
    if (batch.length > 0) {
      const results = await send(kept, batch);
      most = Math.min(BATCH, most * 2);
      if ((await settle(kept, batch, results)) === 0) return 'some';
    } else if (photos) await sendPhotos(kept, photos);
    else return 'nothing';
  }
}

/** The oldest that wait, without those behind a command that is stuck; and the first that still waits for its photos. */
export async function nextBatch(kept: Store, most = BATCH): Promise<{ batch: Queued[]; photos: Queued | null }> {
  const [all, unsent] = await Promise.all([kept.outbox.orderBy('seq').toArray(), kept.photos.where('sent').equals(0).primaryKeys()]);
  const missing = new Set(unsent);
  const stuck = new Set<string>();
  const batch: Queued[] = [];
  let photos: Queued | null = null;
  for (const row of all) {
    if (stuck.has(row.subject)) continue;
    const lacks = row.uploads?.some((path) => missing.has(path)) ?? false;
    if (row.state !== 'waiting' || lacks) stuck.add(row.subject);
    else if (batch.length < most) batch.push(row);
    if (row.state === 'waiting' && lacks) photos ??= row;
  }
  return { batch, photos };
}

/** Send the photos of a command; one that the service does not take stops the command, with the reason. */
async function sendPhotos(kept: Store, row: Queued): Promise<void> {
  for (const path of row.uploads ?? []) {
    try {
      await upload(kept, path);
    } catch (error) {
      if (!(error instanceof Refused) || error.status === 401 || error.status === 403) throw error;
      await stop(kept, row, 'rejected', error.problem);
      return;
    }
  }
}

async function send(kept: Store, batch: Queued[]): Promise<Result[]> {
  const last = new Map<string, Queued>();
  const commands = [];
  for (const row of batch) {
    const before = last.get(row.subject);
    last.set(row.subject, row);
    const { key, service, method, path, captured_at } = row;
    const body = await timely(kept, row);
    commands.push({ key, service, method, path, body, captured_at: notLater(captured_at), device_id: row.device_id ?? deviceId(), ...basis(row, before) });
  }
  const response = await reach('/sync', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ person: keeper(), commands }),
  });
  if (!response.ok) throw new Refused(await problemIn(response));
  const answer = (await response.json().catch(() => null)) as { results?: Result[] } | null;
  if (!Array.isArray(answer?.results)) throw new Unreachable('/sync');
  return answer.results;
}

/** What a command is based on: the version that was seen, or the command before it. */
function basis(row: Queued, before: Queued | undefined): { if_match?: string; after?: string } {
  // An edit of what this device made or edited before is based on what comes of that.
  if (before && row.if_match && (before.base || before.kind.startsWith('register'))) return { after: before.key };
  if (row.if_match) return { if_match: row.if_match };
  // What the system did in answer to the command before it is no conflict: it waits for that one, not for its version.
  return before ? { after: before.key, if_match: ANY } : {};
}

/** The body with moments that are not after now: those that a clock gave which was ahead. Kept, as each must be sent the same. */
async function timely(kept: Store, row: Queued): Promise<unknown> {
  const late = Object.entries((row.body ?? {}) as Record<string, unknown>).filter(([name, value]) => name.endsWith('_at') && typeof value === 'string' && isLate(value, row));
  if (late.length === 0) return row.body;
  const body = { ...(row.body as object), ...Object.fromEntries(late.map(([name, value]) => [name, notLater(value as string)])) };
  await kept.outbox.update(row.seq, { body });
  row.body = body;
  return body;
}

function isLate(moment: string, row: Queued): boolean {
  const at = Date.parse(moment);
  return at > now() + AHEAD && Math.abs(at - Date.parse(row.captured_at)) < SAME;
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
      await settled(kept, row, result.body);
      changed({ key: row.key, outcome: { state: 'ok', body: result.body } });
    } else {
      const problem = result.body as Problem;
      if (row.tries < REPAIRS && (await repaired(kept, { ...row, problem }))) continue;
      await stop(kept, row, result.status, problem);
    }
  }
  return decided;
}

/** What was done leaves the outbox. What became part of another record takes what follows with it. */
async function settled(kept: Store, row: Queued, body: unknown): Promise<void> {
  const became = (body as { id?: unknown } | null)?.id;
  await kept.transaction('rw', kept.outbox, async () => {
    await kept.outbox.delete(row.seq);
    if (!row.kind.startsWith('register') || typeof became !== 'string' || became === row.subject) return;
    await kept.outbox
      .where('subject')
      .equals(row.subject)
      .modify((later) => {
        later.path = later.path.replace(row.subject, became);
        Object.assign(later, { subject: became, state: 'waiting', problem: null, if_match: null });
      });
  });
}

async function stop(kept: Store, row: Queued, state: 'conflict' | 'rejected', problem: Problem): Promise<void> {
  await kept.outbox.update(row.seq, { state, problem, tries: row.tries + 1 });
  changed({ key: row.key, outcome: { state: 'rejected', problem } });
}

/** Whether what stood in the way was put right without the person, so that the command is sent again. */
async function repaired(kept: Store, row: Queued & { problem: Problem }): Promise<boolean> {
  const { uploads, problem } = row;
  if (uploads?.length && problem.errors?.some((each) => each.code === 'not-uploaded')) {
    // The service does not know them any more: it was put back to an earlier day.
    const found = await kept.photos.where('path').anyOf(uploads).modify({ sent: 0, begun: true });
    await kept.outbox.update(row.seq, { tries: row.tries + 1 });
    return found === uploads.length;
  }
  // Those behind a command that became part of another record were led there by it.
  if ((await kept.outbox.get(row.seq))?.subject !== row.subject) return true;
  return metAnother(row, problem) && rebase(kept, row);
}

/** Base an edit on the present version, when nobody changed the same fields. */
async function rebase(kept: Store, row: Queued): Promise<boolean> {
  try {
    const found = await present(row);
    if (clashes(row, found).length > 0) return false;
    const { base, if_match } = resolved(row, found, new Set());
    await kept.outbox.update(row.seq, { base, if_match, tries: row.tries + 1 });
    return true;
  } catch {
    return false;
  }
}
