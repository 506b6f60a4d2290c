/** Short words about what just happened, read out to those who do not see them. */
import { useEffect, useSyncExternalStore } from 'react';

import { Icon } from './Icon';

interface Toast {
  id: number;
  text: string;
  bad: boolean;
}

let toasts: readonly Toast[] = [];
let count = 0;
const listeners = new Set<() => void>();
const SHOWN = 5_000;

function set(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

export function say(text: string, bad = false): void {
  count += 1;
  set([...toasts.slice(-2), { id: count, text, bad }]);
}

export function complain(error: unknown): void {
  say(error instanceof Error ? error.message : String(error), true);
}

function One({ toast }: { toast: Toast }) {
  useEffect(() => {
    const timer = setTimeout(() => set(toasts.filter((each) => each.id !== toast.id)), SHOWN);
    return () => clearTimeout(timer);
  }, [toast.id]);
  return (
    <div className={toast.bad ? 'toast bad' : 'toast'}>
      <Icon name={toast.bad ? 'alert' : 'check'} size={20} />
      <span className="grow">{toast.text}</span>
    </div>
  );
}

export function Toasts() {
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
  return (
    <div className="toasts" role="status" aria-live="polite">
      {shown.map((toast) => (
        <One key={toast.id} toast={toast} />
      ))}
    </div>
  );
}
