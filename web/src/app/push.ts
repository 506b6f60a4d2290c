/** Web push: whether this browser can, may and does, and how to begin and end it. */
import { content, gateway, once } from '../api/client';
import { Refused } from '../api/problems';

export type PushState = 'unsupported' | 'insecure' | 'denied' | 'off' | 'on';

/** The subscription's id at the server, by which it is ended. */
const KEPT = 'kuaicrm.push';

export async function pushState(): Promise<PushState> {
  if (!window.isSecureContext) return 'insecure';
  if (!('serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window)) return 'unsupported';
  if (Notification.permission === 'denied') return 'denied';
  const registration = await navigator.serviceWorker.getRegistration();
  const subscribed = await registration?.pushManager.getSubscription();
  return subscribed && localStorage.getItem(KEPT) ? 'on' : 'off';
}

/** Ask the person, the browser's push service, and tell the server. Raises when the push service cannot be reached. */
export async function startPush(): Promise<PushState> {
  if ((await Notification.requestPermission()) !== 'granted') return pushState();
  const { key } = await content(gateway.GET('/api/integration-gateway/v1/push-key'));
  const registration = await navigator.serviceWorker.ready;
  const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(key) });
  const { endpoint, keys } = subscription.toJSON();
  const body = { endpoint: endpoint ?? '', keys: { p256dh: keys?.p256dh ?? '', auth: keys?.auth ?? '' }, device: deviceName() };
  const { id } = await content(gateway.POST('/api/integration-gateway/v1/push-subscriptions', { body, headers: once() }));
  localStorage.setItem(KEPT, id);
  return 'on';
}

/** The browser forgets its subscription, and the server is told; one that it forgot before is no fault. */
export async function stopPush(): Promise<PushState> {
  const registration = await navigator.serviceWorker.getRegistration();
  await (await registration?.pushManager.getSubscription())?.unsubscribe();
  const id = localStorage.getItem(KEPT);
  localStorage.removeItem(KEPT);
  if (id) await endPush(id);
  return pushState();
}

/** End the push of any of the person's devices. */
export async function endPush(id: string): Promise<void> {
  await gateway.DELETE('/api/integration-gateway/v1/push-subscriptions/{subscription_id}', { params: { path: { subscription_id: id } }, headers: once() }).catch((error: unknown) => {
    if (!(error instanceof Refused && error.status === 404)) throw error;
  });
}

export function thisDevice(): string | null {
  return localStorage.getItem(KEPT);
}

function bytesOf(key: string): Uint8Array<ArrayBuffer> {
  const raw = atob(key.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(raw, (character) => character.charCodeAt(0));
}

function deviceName(): string {
  const { userAgent } = navigator;
  const system = /Android|iPhone|iPad|Windows|Mac OS X|Linux/.exec(userAgent)?.[0] ?? 'Web';
  const browser = /Edg|Firefox|Chrome|Safari/.exec(userAgent)?.[0] ?? '';
  return `${system} ${browser}`.trim();
}
