/** Questions to the server whose last answer can be read without it, and says how old it is. */
import { keepPreviousData, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';

import { Refused, Unreachable } from '../api/problems';
import { store } from './db';

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

export function useAsk<T>(question: Question, ask: () => Promise<T>, options: Asking = {}): Asked<T> {
  const client = useQueryClient();
  const query = useQuery({
    queryKey: question,
    queryFn: () => told(client, question, ask),
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

async function told<T>(client: QueryClient, question: Question, ask: () => Promise<T>): Promise<Told<T>> {
  const name = JSON.stringify(question);
  const kept = store();
  if (client.getQueryData(question) === undefined) {
    const before = await kept?.answers.get(name);
    // Shown at once, and replaced when the server has answered.
    if (before) client.setQueryData(question, { value: before.value, at: before.at, stored: true });
  }
  try {
    const value = await ask();
    const at = Date.now();
    await kept?.answers.put({ question: name, value, at });
    return { value, at, stored: false };
  } catch (error) {
    const before = error instanceof Unreachable ? await kept?.answers.get(name) : undefined;
    if (!before) throw error;
    return { value: before.value as T, at: before.at, stored: true };
  }
}

const ARRIVES_WITHIN = 30;

function arriving(count: number, error: Error): boolean {
  return error instanceof Refused && error.status === 404 && count < ARRIVES_WITHIN;
}

const KEPT_DAYS = 90;

/** Forget answers that nobody asked for in a long time. */
export async function forgetOldAnswers(): Promise<void> {
  await store()?.answers.where('at').below(Date.now() - KEPT_DAYS * 86_400_000).delete();
}
