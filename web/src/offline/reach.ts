/** Whether the server answers, as the last request found it. */
import { useSyncExternalStore } from 'react';

interface Reach {
  online: boolean;
  /** When it last answered. */
  at: number | null;
}

let reach: Reach = { online: navigator.onLine, at: null };
const listeners = new Set<() => void>();

/** Note that a request was answered, or that nobody answered. */
export function noteReach(online: boolean): void {
  const at = online ? Date.now() : reach.at;
  // A change of the minute is as fine as people see it; more would only draw again.
  const same = online === reach.online && Math.floor((at ?? 0) / 60_000) === Math.floor((reach.at ?? 0) / 60_000);
  if (same) return;
  reach = { online, at };
  for (const listener of listeners) listener();
}

if (typeof window !== 'undefined') {
  window.addEventListener('offline', () => noteReach(false));
}

/** Whether the last request was answered. */
export function isReached(): boolean {
  return reach.online;
}

export function useReach(): Reach {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => reach,
  );
}
