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

interface Pushed {
  id: string;
  title: string;
  text?: string;
  link?: string | null;
  urgent?: boolean;
}

// The server pushes what its inbox holds: a message that comes twice has the same tag, and is shown once.
self.addEventListener('push', (event) => {
  const told = event.data?.json() as Pushed | undefined;
  if (!told) return;
  const { id, title, text = '', link = null, urgent = false } = told;
  event.waitUntil(self.registration.showNotification(title, { body: text, tag: id, icon: '/icon-192.png', badge: '/icon-192.png', requireInteraction: urgent, data: { link } }));
});
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const { link } = event.notification.data as { link: string | null };
  event.waitUntil(open(`/#${link?.startsWith('/') ? link : '/inbox'}`));
});

/** Show a place of the app: in the window that is there, else in a new one. */
async function open(place: string): Promise<void> {
  const [there] = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (!there) await self.clients.openWindow(place);
  else {
    await there.focus();
    await there.navigate(place);
  }
}
