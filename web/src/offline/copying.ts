/** Keeps the copy of the person's records level with the server: pulls what changed, in pages, each stored with its cursor. */
import { reach } from '../api/client';
import { problemIn, Refused, Unreachable } from '../api/problems';
import { isFull, withStore, type Store } from './db';

/** What is kept of what the server tells. */
export const KINDS = ['lead', 'opportunity', 'order', 'visit'] as const;
export type Kind = (typeof KINDS)[number];

const PAGE = 200;
const NOTE = 'copy';

interface Change {
  kind: string;
  id: string;
  version: number;
  row: unknown;
}

interface Page {
  changes: Change[];
  cursor: string;
  more: boolean;
  reset: string[];
  missing: string[];
}

/** How the copy stands. */
export interface Standing {
  cursor: string | null;
  /** When it was level with the server; null while the first copy is under way. */
  at: number | null;
  /** How often each kind was begun anew: rows of an earlier time stay until the new ones are all there. */
  rounds: Record<string, number>;
  /** The device had no room for all. */
  full: boolean;
}

const NOTHING: Standing = { cursor: null, at: null, rounds: {}, full: false };

export async function standing(kept: Store): Promise<Standing> {
  return ((await kept.notes.get(NOTE))?.value as Standing | undefined) ?? NOTHING;
}

async function note(kept: Store, part: Partial<Standing>): Promise<void> {
  await kept.notes.put({ name: NOTE, value: { ...(await standing(kept)), ...part } });
}

let pulling: Promise<boolean> | null = null;

/** Pull until the copy is level; whether it is. One tab at a time does it. Raises `Unreachable` and `Refused`. */
export function pull(): Promise<boolean> {
  pulling ??= alone(() => withStore(pullAll)).finally(() => {
    pulling = null;
  });
  return pulling;
}

async function alone(work: () => Promise<boolean>): Promise<boolean> {
  if (!('locks' in navigator)) return work();
  return navigator.locks.request('kuaicrm-pull', { ifAvailable: true }, (lock) => (lock ? work() : false));
}

async function pullAll(kept: Store): Promise<boolean> {
  for (;;) {
    const { cursor } = await standing(kept);
    const page = await ask(cursor);
    if (page === null) await note(kept, { cursor: null });
    else {
      try {
        await take(kept, page);
      } catch (error) {
        if (!isFull(error)) throw error;
        await note(kept, { full: true });
        return false;
      }
      if (!page.more) return page.missing.length === 0;
    }
  }
}

/** The next page; null when the cursor is not taken any more. */
async function ask(cursor: string | null): Promise<Page | null> {
  const response = await reach(`/changes?${new URLSearchParams({ limit: String(PAGE), ...(cursor ? { cursor } : {}) }).toString()}`);
  if (!response.ok) {
    const problem = await problemIn(response);
    if (problem.code === 'invalid-cursor' && cursor) return null;
    throw new Refused(problem);
  }
  const page = (await response.json().catch(() => null)) as Page | null;
  if (!Array.isArray(page?.changes) || typeof page.cursor !== 'string') throw new Unreachable('/changes');
  return page;
}

/** Store a page and its cursor, both or neither. */
export async function take(kept: Store, page: Page): Promise<void> {
  const mine = (kind: string): kind is Kind => (KINDS as readonly string[]).includes(kind);
  await kept.transaction('rw', kept.copies, kept.notes, async () => {
    const before = await standing(kept);
    const rounds = { ...before.rounds };
    for (const kind of page.reset.filter(mine)) rounds[kind] = (rounds[kind] ?? 0) + 1;
    const changes = page.changes.filter(({ kind }) => mine(kind));
    const gone = changes.filter(({ row }) => row === null);
    await kept.copies.bulkDelete(gone.map(({ kind, id }) => [kind, id]));
    await kept.copies.bulkPut(changes.filter(({ row }) => row !== null).map((change) => ({ ...change, round: rounds[change.kind] ?? 0 })));
    const level = !page.more && page.missing.length === 0;
    if (level) await kept.copies.filter(({ kind, round }) => round < (rounds[kind] ?? 0)).delete();
    await note(kept, { cursor: page.cursor, at: level ? Date.now() : before.at, rounds, full: false });
  });
}

/** Forget the copy and the answers; what is not sent, and what is half written, stays. */
export async function forgetCopy(): Promise<void> {
  await withStore((kept) =>
    kept.transaction('rw', kept.copies, kept.notes, kept.answers, kept.photos, async () => {
      await Promise.all([kept.copies.clear(), kept.notes.delete(NOTE), kept.answers.clear(), kept.photos.where('sent').equals(1).delete()]);
    }),
  );
}
