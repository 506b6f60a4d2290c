/** Keys of the whole app: `/` searches, `n` makes a lead, `g` and a letter goes somewhere. */
import { useEffect } from 'react';
import { useLocation } from 'wouter';

const GO: Record<string, string> = { h: '/', l: '/leads', d: '/deals', f: '/funnel', o: '/orders', i: '/inbox', p: '/pool' };

/** Whether a key is meant for a field that is being written in. */
export function isWriting(event: KeyboardEvent): boolean {
  const on = event.target as HTMLElement | null;
  return event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(on?.tagName ?? '') || on?.isContentEditable === true;
}

export function useKeys(): void {
  const [, go] = useLocation();
  useEffect(() => {
    let leading = false;
    const press = (event: KeyboardEvent) => {
      if (isWriting(event) || document.querySelector('[role="dialog"]')) return;
      const to = leading ? GO[event.key] : event.key === '/' ? '/search' : event.key === 'n' ? '/leads/new' : undefined;
      leading = event.key === 'g' && !leading;
      if (to) {
        event.preventDefault();
        go(to);
      }
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [go]);
}

/** `j` and `k` go through the rows of a list, Enter opens one as any link. */
export function useRowKeys(selector: string): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (isWriting(event) || (event.key !== 'j' && event.key !== 'k')) return;
      const rows = [...document.querySelectorAll<HTMLElement>(selector)];
      const here = rows.indexOf(document.activeElement as HTMLElement);
      rows[Math.max(0, Math.min(rows.length - 1, here + (event.key === 'j' ? 1 : -1)))]?.focus();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [selector]);
}
