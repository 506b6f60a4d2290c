/** Questions to the server whose last answer can be read without it, and says how old it is. */
import { keepPreviousData, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';

import { Refused, Unreachable } from '../api/problems';
import { store, withStore } from './db';
import { isReached } from './reach';

export interface Told<T> {
  value: T;
  /** When the server said so. */
  at: number;
  /** Whether this was read from the device because the server could not be reached. */
  stored: boolean;
}

/** A question's name: the service it goes to, what is asked, and the parameters. */
export type Question = readonly [service: string, what: string, ...parameters: unknown[]];

export interface Asked<T> {
  data: T | undefined;
  at: number | undefined;
  stored: boolean;
  error: Error | null;
  pending: boolean;
  /** Whether another answer is on its way for other parameters. */
  changing: boolean;
  again: () => void;
}

export interface Asking {
  enabled?: boolean;
  /** Ask again after so many ms. */
  every?: number | false;
  /** Show the last answer while one for other parameters is on its way. */
  keep?: boolean;
  /** What is asked for may be on its way here from another service: "not found" is asked again for a while. */
  arriving?: boolean;
}

/** The same answer from the copy of the person's records, for when the server cannot be reached. */
export type FromCopy<T> = () => Promise<{ value: T; at: number } | undefined>;

export function useAsk<T>(question: Question, ask: () => Promise<T>, options: Asking & { copied?: FromCopy<T> } = {}): Asked<T> {
  const client = useQueryClient();
  const query = useQuery({
    queryKey: question,
    queryFn: () => told(client, question, ask, options.copied),
    enabled: options.enabled ?? true,
    refetchInterval: options.every ?? false,
    ...(options.arriving ? { retry: arriving, retryDelay: 500 } : {}),
    ...(options.keep ? { placeholderData: keepPreviousData } : {}),
  });
  return {
    data: query.data?.value,
    at: query.data?.at,
    stored: query.data?.stored ?? false,
    error: query.data ? null : query.error,
    pending: query.isPending,
    changing: query.isPlaceholderData,
    again: () => void query.refetch(),
  };
}

/** How long the server may take before what the device knows is shown meanwhile, in ms. */
const PATIENCE = 300;

/** Ask, and keep the answer. Without one, what the device knows: the last answer, or the copy when that is newer. */
export async function told<T>(client: QueryClient, question: Question, ask: () => Promise<T>, copied?: FromCopy<T>): Promise<Told<T>> {
  const name = JSON.stringify(question);
  const asked = ask().then((value) => ({ value, at: Date.now(), stored: false }));
  let answered = false;
  const settled = asked.then(() => (answered = true), () => (answered = true));
  if (client.getQueryData(question) === undefined) {
    if (isReached()) await Promise.race([settled, new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
    const before = answered ? undefined : await nearest(name, copied);
    if (before && !answered) client.setQueryData(question, before);
  }
  try {
    const answer = await asked;
    await store()?.answers.put({ question: name, value: answer.value, at: answer.at }).catch(() => {});
    return answer;
  } catch (error) {
    const before = error instanceof Unreachable ? await nearest(name, copied) : undefined;
    if (!before) throw error;
    return before;
  }
}

async function nearest<T>(name: string, copied?: FromCopy<T>): Promise<Told<T> | undefined> {
  const nothing = () => undefined;
  const [answer, copy] = await Promise.all([withStore((kept) => kept.answers.get(name)).catch(nothing), copied?.().catch(nothing)]);
  const newer = copy && (!answer || copy.at > answer.at) ? copy : answer;
  return newer && { value: newer.value as T, at: newer.at, stored: true };
}

const ARRIVES_WITHIN = 30;

function arriving(count: number, error: Error): boolean {
  return error instanceof Refused && error.status === 404 && count < ARRIVES_WITHIN;
}
