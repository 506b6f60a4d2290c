/** What a person keeps on this device: commands not yet sent, photos, a copy of their records, answers, half-written forms. */
import Dexie, { type EntityTable, type Table } from 'dexie';

import type { Problem } from '../api/problems';

/** A command as `POST /sync` takes it, with what the outbox page shows of it. */
export interface Queued {
  seq: number;
  /** Of what form this row is, as `SHAPE` was when it was written: later versions of the app send it as it is meant. */
  shape?: number;
  /** Client-made; the server applies a key once, however often it is sent. */
  key: string;
  service: string;
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  body: unknown;
  /** The version the command is based on; without one it waits for the last queued command on the same subject. */
  if_match: string | null;
  /** What an edit replaces, field by field: tells whether somebody else changed the same. */
  base?: Record<string, unknown>;
  /** The paths of the photos that the service must have before. */
  uploads?: string[];
  /** The aggregate it changes: what blocks a command blocks only later ones on the same subject. */
  subject: string;
  kind: string;
  title: string;
  captured_at: string;
  device_id?: string;
  state: 'waiting' | 'conflict' | 'rejected';
  problem: Problem | null;
  tries: number;
}

/** The present form of `Queued`; 1 had no device and no photos. */
export const SHAPE = 2;

/** A photo by the path that it is sent to. Bytes, as some browsers lose the content of stored blobs. */
export interface Photo {
  path: string;
  name: string;
  type: string;
  bytes: ArrayBuffer;
  at: number;
  /** 1 when the service has it whole. */
  sent: 0 | 1;
  /** Whether some of it may have arrived. */
  begun: boolean;
}

/** A record as the server told it last, whether the person has ever opened it or not. */
export interface Copy {
  kind: string;
  id: string;
  version: number;
  row: unknown;
  /** Which time of being told anew it is of; see `copying.ts`. */
  round: number;
}

/** An answer to a question, to read without a network. */
export interface Answer {
  question: string;
  value: unknown;
  at: number;
}

export interface Draft {
  form: string;
  value: unknown;
}

/** Something to remember by name. */
interface Note {
  name: string;
  value: unknown;
}

export type Store = Dexie & {
  outbox: EntityTable<Queued, 'seq'>;
  photos: EntityTable<Photo, 'path'>;
  copies: Table<Copy, [kind: string, id: string]>;
  answers: EntityTable<Answer, 'question'>;
  drafts: EntityTable<Draft, 'form'>;
  notes: EntityTable<Note, 'name'>;
};

let opened: { person: string; store: Store } | null = null;

/** The person's own store; another person on the same device has another. An origin serves one company. */
export function storeOf(person: string): Store {
  if (opened?.person === person) return opened.store;
  opened?.store.close();
  const store = new Dexie(`kuaicrm-${person}`) as Store;
  store.version(1).stores({ outbox: '++seq, &key, subject, state', answers: 'question, at', drafts: 'form' });
  store.version(2).stores({ photos: 'path, sent', copies: '[kind+id], kind', notes: 'name' });
  opened = { person, store };
  return store;
}

/** The store of who is signed in, or null. */
export function store(): Store | null {
  return opened?.store ?? null;
}

/** Whose store is open. */
export function keeper(): string | null {
  return opened?.person ?? null;
}

/** Forget everything that this person keeps here. */
export async function forgetStore(): Promise<void> {
  const gone = opened?.store;
  opened = null;
  await gone?.delete();
}

const LOST = new Set(['UnknownError', 'DatabaseClosedError', 'InvalidStateError']);

/**
 * Do something with the store. Some browsers lose the connection to it, and every transaction fails until it is opened
 * anew: then it is, and `work` begins again. Raises what `work` raises, and when nobody is signed in.
 */
export async function withStore<T>(work: (kept: Store) => Promise<T>): Promise<T> {
  const kept = store();
  if (!kept) throw new Error('Nobody is signed in');
  try {
    return await work(kept);
  } catch (error) {
    if (kept !== store() || !isLost(error)) throw error;
    kept.close({ disableAutoOpen: false });
    await kept.open();
    return work(kept);
  }
}

function isLost(error: unknown): boolean {
  const { name, inner, message } = error as { name?: string; inner?: { name?: string }; message?: string };
  return LOST.has(name ?? '') || LOST.has(inner?.name ?? '') || /connection.*lost|lost.*connection/i.test(message ?? '');
}

/** Whether the device has no room for more. */
export function isFull(error: unknown): boolean {
  const { name, inner } = error as { name?: string; inner?: { name?: string } };
  return name === 'QuotaExceededError' || inner?.name === 'QuotaExceededError';
}

const DEVICE = 'kuaicrm.device';

/** A name of this browser that lasts, for the server's record of where a command was given. */
export function deviceId(): string {
  // A worker has no such storage, and sends only what a page has queued.
  if (typeof localStorage === 'undefined') return 'worker';
  const kept = localStorage.getItem(DEVICE);
  if (kept) return kept;
  const made = crypto.randomUUID();
  localStorage.setItem(DEVICE, made);
  return made;
}
