/** What others change shows by itself: the server says which kind of thing changed, and what shows it is asked again. */
import type { QueryClient } from '@tanstack/react-query';

const CALM = 1_500;

/** Listen until the returned function is called. `EventSource` connects again by itself. */
export function listen(client: QueryClient): () => void {
  const source = new EventSource('/events', { withCredentials: true });
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
    services.add(service).add('analytics');
    timer ??= setTimeout(refresh, CALM);
  };
  source.addEventListener('message', heard);
  return () => {
    clearTimeout(timer);
    source.close();
  };
}

const SERVICE_OF: Record<string, string> = {
  lead: 'leads',
  'follow-up': 'leads',
  opportunity: 'opportunities',
  order: 'orders',
  notification: 'integration-gateway',
};
