/** What a person keeps on this device: commands not yet sent, answers read before, half-written forms. */
import Dexie, { type EntityTable } from 'dexie';

import type { Problem } from '../api/problems';

/** A command as `POST /sync` takes it, with what the outbox page shows of it. */
export interface Queued {
  seq: number;
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
  /** The aggregate it changes: what blocks a command blocks only later ones on the same subject. */
  subject: string;
  kind: string;
  title: string;
  captured_at: string;
  state: 'waiting' | 'conflict' | 'rejected';
  problem: Problem | null;
  tries: number;
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

export type Store = Dexie & {
  outbox: EntityTable<Queued, 'seq'>;
  answers: EntityTable<Answer, 'question'>;
  drafts: EntityTable<Draft, 'form'>;
};

let opened: { person: string; store: Store } | null = null;

/** The person's own store; another person on the same device has another. */
export function storeOf(person: string): Store {
  if (opened?.person === person) return opened.store;
  opened?.store.close();
  const store = new Dexie(`kuaicrm-${person}`) as Store;
  store.version(1).stores({ outbox: '++seq, &key, subject, state', answers: 'question, at', drafts: 'form' });
  opened = { person, store };
  return store;
}

/** The store of who is signed in, or null. */
export function store(): Store | null {
  return opened?.store ?? null;
}

const DEVICE = 'kuaicrm.device';

/** A name of this browser that lasts, for the server's record of where a command was given. */
export function deviceId(): string {
  const kept = localStorage.getItem(DEVICE);
  if (kept) return kept;
  const made = crypto.randomUUID();
  localStorage.setItem(DEVICE, made);
  return made;
}
