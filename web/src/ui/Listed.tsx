/** Lists in their four states. */
import type { ReactNode } from 'react';

import type { Asked } from '../offline/answers';
import { BoneRows, Failure } from './parts';

export type Answer<T> = Pick<Asked<T>, 'data' | 'error' | 'pending' | 'again'>;

export interface Listing<T> {
  of: Answer<{ items: T[] }>;
  /** How many rows stand there while they are on their way. */
  bones?: number;
  empty: ReactNode;
  /** One row: an `li` with its key. */
  children: (item: T) => ReactNode;
}

/** On its way, not to be had, there, or empty. */
export function Listed<T>({ of: { data, error, pending, again }, bones = 6, empty, children }: Listing<T>) {
  if (pending) return <BoneRows count={bones} />;
  if (error) return <Failure error={error} again={again} />;
  if (!data?.items.length) return empty;
  return <ul className="rows">{data.items.map((item) => children(item))}</ul>;
}
