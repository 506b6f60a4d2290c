/// <reference lib="webworker" />
// The app's files, kept for starting without a network; what the server answers is never kept here.
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching';

import { setSession } from './api/client';
import { storeOf } from './offline/db';
import { drain } from './offline/sending';

declare const self: ServiceWorkerGlobalScope;

precacheAndRoute(self.__WB_MANIFEST);
cleanupOutdatedCaches();

const page = createHandlerBoundToURL('/index.html');
self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.mode === 'navigate' && url.origin === self.location.origin && url.pathname === '/') {
    event.respondWith(page({ event, request: event.request, url }));
  }
});

// A new version waits until the person agrees, so no form is reloaded under them.
self.addEventListener('message', (event) => {
  if ((event.data as { type?: string } | null)?.type === 'SKIP_WAITING') void self.skipWaiting();
});
/** With a network again, and no page open: send what waits of whoever is signed in. The browser tries again when it fails. */
async function sendLater(): Promise<void> {
  const response = await fetch('/session');
  if (response.status === 401) return;
  const session = (await response.json()) as { person: { id: string }; csrf: string };
  storeOf(session.person.id);
  setSession(session.person.id, session.csrf);
  if (!(await drain())) throw new Error('The server was not reached');
}
self.addEventListener('sync', (event) => {
  const { tag, waitUntil } = event as ExtendableEvent & { tag: string };
  if (tag === 'outbox') waitUntil.call(event, sendLater());
});

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
