/**
 * Commands on their way to the server: kept until it has answered, sent in order, each applied once.
 * The server's idempotency key makes it correct; the lock between tabs only saves traffic.
 */
import { now } from './clock';
import { deviceId, isFull, SHAPE, store, withStore, type Queued, type Store } from './db';
import { newId } from './ids';
import { changed, metAnother, told, type Outcome } from './telling';

export { metAnother, onOutbox, type Outcome } from './telling';

export type Command = Pick<Queued, 'service' | 'method' | 'path' | 'body' | 'subject' | 'kind' | 'title'> & {
  key?: string;
  if_match?: string | null;
  base?: Record<string, unknown>;
  /** Where the photos go that the body names; see `offline/photos.ts`. */
  uploads?: string[];
};

/**
 * Keep a command and try to send it. Waits `patience` ms for the server's word: a refusal is handed back and not
 * kept, but for an edit that met another; a command that found no server stays in the outbox.
 */
export async function submit(command: Command, patience = 8_000): Promise<Outcome> {
  const key = command.key ?? newId();
  const row: Omit<Queued, 'seq'> = {
    if_match: null,
    ...command,
    shape: SHAPE,
    key,
    captured_at: new Date(now()).toISOString(),
    device_id: deviceId(),
    state: 'waiting',
    problem: null,
    tries: 0,
  };
  const heard = new Promise<Outcome>((resolve) => told.set(key, resolve));
  try {
    await keep(row);
    changed();
    const sent = drain().then((reached): Promise<Outcome> | Outcome => (reached ? heard : { state: 'waiting' }));
    const late = new Promise<Outcome>((resolve) => setTimeout(resolve, patience, { state: 'waiting' }));
    const outcome = await Promise.race([heard, sent, late]);
    if (outcome.state === 'rejected' && !metAnother(row, outcome.problem)) await discard(key);
    if (outcome.state === 'waiting') wakeLater();
    return outcome;
  } finally {
    told.delete(key);
  }
}

/** What a person did goes before what can be had again: without room, answers and copies make some. */
async function keep(row: Omit<Queued, 'seq'>): Promise<void> {
  const add = (kept: Store) => kept.outbox.add(row);
  try {
    await withStore(add);
  } catch (error) {
    if (!isFull(error)) throw error;
    await withStore((kept) => Promise.all([kept.answers.clear(), kept.copies.clear(), kept.notes.clear(), kept.photos.where('sent').equals(1).delete()]));
    await withStore(add);
  }
}

/** Send everything that waits; whether the server was reached. What sends is loaded when it is first needed. Never raises. */
export async function drain(): Promise<boolean> {
  const sending = await import('./sending').catch(() => null);
  return sending ? sending.drain() : false;
}

/** Ask the browser to send when there is a network, also when no page is open. Where it cannot, the next start does. */
function wakeLater(): void {
  const worker = 'serviceWorker' in navigator ? navigator.serviceWorker : null;
  void worker?.ready
    .then((registration) => (registration as { sync?: { register(tag: string): Promise<void> } }).sync?.register('outbox'))
    .catch(() => {});
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
