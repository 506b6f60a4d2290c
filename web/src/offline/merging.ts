/** Edits that met another one: what only one side changed is no conflict; the rest is for the person to decide. */
import { reach } from '../api/client';
import { problemIn, Refused, Unreachable } from '../api/problems';
import type { Queued } from './db';

type Fields = Record<string, unknown>;

export interface Clash {
  field: string;
  before: unknown;
  mine: unknown;
  theirs: unknown;
}

/** What the edit is about, as it is now. */
export type Present = Fields & { version: number };

const LOOKS = 5;
const BETWEEN = 300;

/** Fields of the edit that somebody else changed to something else meanwhile. */
export function clashes({ body, base }: Pick<Queued, 'body' | 'base'>, now: Fields): Clash[] {
  return Object.entries(body as Fields)
    .map(([field, mine]) => ({ field, before: base?.[field], mine, theirs: now[field] }))
    .filter(({ before, mine, theirs }) => !same(theirs, before) && !same(theirs, mine));
}

/** The present state, at least of the version that the server spoke of. Raises `Refused` and `Unreachable`. */
export async function present({ path, problem }: Pick<Queued, 'path' | 'problem'>): Promise<Present> {
  const least = Number(problem?.params?.actual ?? 0);
  for (let look = 1; ; look += 1) {
    const response = await reach(path);
    if (!response.ok) throw new Refused(await problemIn(response));
    const now = (await response.json()) as Present;
    if (now.version >= least) return now;
    // What is read comes a moment after what was written.
    if (look === LOOKS) throw new Unreachable(path);
    await new Promise((resolve) => setTimeout(resolve, BETWEEN));
  }
}

/** The edit as it goes on after the person has chosen: `kept` are the fields of which theirs stays. */
export function resolved(row: Pick<Queued, 'body' | 'base'>, now: Present, kept: ReadonlySet<string>): { body: Fields; base: Fields; if_match: string } {
  const body = Object.fromEntries(Object.entries(row.body as Fields).filter(([field]) => !kept.has(field)));
  return { body, base: Object.fromEntries(Object.keys(body).map((field) => [field, now[field]])), if_match: `"${now.version}"` };
}

function same(one: unknown, other: unknown): boolean {
  return plain(one) === plain(other);
}

/** Nothing is nothing however it is written, and an amount is the same with more zeros. */
function plain(value: unknown): string {
  if (value === null || value === undefined || value === '') return '';
  if (typeof value === 'object' && 'amount' in value) return `${Number(value.amount)} ${String((value as { currency?: unknown }).currency)}`;
  return JSON.stringify(value);
}
