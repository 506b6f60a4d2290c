/** What became of commands, told in this tab and the others. */
import type { Problem } from '../api/problems';
import type { Queued } from './db';

export type Outcome =
  | { state: 'ok'; body: unknown }
  | { state: 'waiting' }
  | { state: 'rejected'; problem: Problem };

type Listener = () => void;
const listeners = new Set<Listener>();
/** Who waits for the word on a command, by its key. */
export const told = new Map<string, (outcome: Outcome) => void>();
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

/** Tell this tab and the others that the outbox changed, and what became of a command. */
export function changed(about: { key: string; outcome: Outcome } | null = null): void {
  if (about) told.get(about.key)?.(about.outcome);
  for (const listener of listeners) listener();
  channel?.postMessage(about);
}

/** Whether an edit was refused because somebody changed the same thing, so that it can be merged. */
export function metAnother(row: Pick<Queued, 'base'>, problem: Problem): boolean {
  return row.base !== undefined && problem.code === 'version-conflict';
}
