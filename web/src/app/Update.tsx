/** Says that a new version waits; it is taken only when the person agrees. */
import { Button } from '@mantine/core';
import { useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';

let waiting: ServiceWorker | null = null;
const listeners = new Set<() => void>();

function found(worker: ServiceWorker | null): void {
  waiting = worker;
  for (const listener of listeners) listener();
}

/** Register the worker, and hear of new ones. */
export function registerWorker(): void {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return;
  let reloading = false;
  const hadOne = navigator.serviceWorker.controller !== null;
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (reloading || !hadOne) return;
    reloading = true;
    location.reload();
  });
  void navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' }).then((registration) => {
    const look = (worker: ServiceWorker | null) => {
      worker?.addEventListener('statechange', () => {
        if (worker.state === 'installed' && navigator.serviceWorker.controller) found(worker);
      });
    };
    if (registration.waiting && navigator.serviceWorker.controller) found(registration.waiting);
    registration.addEventListener('updatefound', () => look(registration.installing));
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') void registration.update().catch(() => {});
    });
  });
}

export function Update() {
  const { t } = useTranslation();
  const [later, setLater] = useState(false);
  const worker = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => waiting,
  );
  if (!worker || later) return null;
  return (
    <div className="update" role="status">
      <span className="grow">{t('app.update')}</span>
      <Button size="sm" variant="default" onClick={() => setLater(true)}>
        {t('app.later')}
      </Button>
      <Button size="sm" onClick={() => worker.postMessage({ type: 'SKIP_WAITING' })}>
        {t('app.updateNow')}
      </Button>
    </div>
  );
}
