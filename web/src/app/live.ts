/**
 * What others change shows by itself: the server says which kind of thing changed, and what shows it is asked again.
 * Changes are messages without a name; `reset` says that some may have been missed, `ready` that nothing happened.
 */
import type { QueryClient } from '@tanstack/react-query';

const CALM = 1_500;
const AGAIN = 10_000;

/** Listen until the returned function is called; `told` is called at every change. */
export function listen(client: QueryClient, told: () => void): () => void {
  let source: EventSource;
  const services = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const refresh = () => {
    timer = undefined;
    for (const service of services) void client.invalidateQueries({ queryKey: [service] });
    services.clear();
  };
  const heard = (event: MessageEvent<string>) => {
    const { kind } = JSON.parse(event.data) as { kind: string };
    const service = SERVICE_OF[kind];
    if (!service) return;
    told();
    services.add(service).add('analytics');
    timer ??= setTimeout(refresh, CALM);
  };
  const reset = () => {
    told();
    void client.invalidateQueries();
  };
  let later: ReturnType<typeof setTimeout> | undefined;
  const connect = () => {
    source = new EventSource('/events');
    source.onmessage = heard;
    source.addEventListener('reset', reset);
    source.onerror = () => {
      // It goes on by itself after a stream that ended, from where it was, but not after a refusal.
      if (source.readyState !== EventSource.CLOSED) return;
      later = setTimeout(() => {
        connect();
        reset();
      }, AGAIN);
    };
  };
  connect();
  return () => {
    clearTimeout(timer);
    clearTimeout(later);
    source.close();
  };
}

const SERVICE_OF: Record<string, string> = {
  lead: 'leads',
  'follow-up': 'leads',
  opportunity: 'opportunities',
  visit: 'opportunities',
  order: 'orders',
  notification: 'integration-gateway',
};
