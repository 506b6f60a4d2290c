/** What goes on behind the screens of a person: live changes, the copy kept level, old things forgotten. */
import type { QueryClient } from '@tanstack/react-query';

import { listen } from '../app/live';
import { store } from './db';
import { pull } from './copying';
import { sweepPhotos } from './photos';

/** What happens in a burst is pulled once. */
const CALM = 5_000;
/** When the app is looked at again after so long, it asks, whatever it heard meanwhile. */
const OLD = 60_000;
const KEPT_DAYS = 90;

let asked = 0;

/** Begin; until the returned function is called. */
export function begin(client: QueryClient): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const level = (after = 0) => {
    timer ??= setTimeout(() => {
      timer = undefined;
      asked = Date.now();
      // The next chance comes by itself: a change, a look at the app, a network.
      void pull().catch(() => {});
    }, after);
  };
  const online = () => level();
  const seen = () => document.visibilityState === 'visible' && Date.now() - asked > OLD && level();
  const stop = listen(client, () => level(CALM));
  window.addEventListener('online', online);
  document.addEventListener('visibilitychange', seen);
  level();
  void forgetOld().catch(() => {});
  return () => {
    clearTimeout(timer);
    stop();
    window.removeEventListener('online', online);
    document.removeEventListener('visibilitychange', seen);
  };
}

/** Forget answers that nobody asked for in a long time, and photos that nothing names. */
async function forgetOld(): Promise<void> {
  const kept = store();
  await kept?.answers.where('at').below(Date.now() - KEPT_DAYS * 86_400_000).delete();
  if (kept) await sweepPhotos(kept);
}
