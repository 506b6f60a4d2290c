/** The whole app: who is signed in decides what stands in it. */
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Router } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';

import { onSignedOut } from '../api/client';
import { Refused } from '../api/problems';
import { forgetStore, keeper, store, storeOf } from '../offline/db';
import { drainWhenPossible, onOutbox } from '../offline/outbox';
import { colors, theme } from '../ui/theme';
import { say } from '../ui/toast';
import { Screens } from './Screens';
import { currentSession, rememberedPerson, returnToPlace, SessionContext, signOut, type Session, type SignedIn } from './session';
import { Shell } from './Shell';

const SignIn = lazy(() => import('./SignIn'));

const others = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('kuaicrm-session');

const client = new QueryClient({
  defaultOptions: {
    queries: {
      // What cannot be reached is answered from the device, not waited for.
      networkMode: 'always',
      refetchOnReconnect: true,
      staleTime: 10_000,
      retry: (count, error) => !(error instanceof Refused) && count < 1,
    },
    mutations: { networkMode: 'always' },
  },
});

export function App() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={colors} defaultColorScheme="auto">
      <QueryClientProvider client={client}>
        <Router hook={useHashLocation}>
          <Gate />
        </Router>
      </QueryClientProvider>
    </MantineProvider>
  );
}

/** Shows the app to whoever is signed in, or was when the device last had a network. */
function Gate() {
  const [person, setPerson] = useState<SignedIn | null>(rememberedPerson);
  const [known, setKnown] = useState(person !== null);
  if (person) storeOf(person.id);

  const enter = useCallback(({ person: entered }: Session) => {
    if (keeper() !== entered.id) client.clear();
    storeOf(entered.id);
    others?.postMessage(entered.id);
    setPerson(entered);
    returnToPlace();
  }, []);
  useEffect(() => {
    // A session that ended keeps the device's data: signing in again goes on where it was.
    onSignedOut(() => setPerson(null));
    // The session is the browser's: tabs of somebody who was signed in before show and send nothing more.
    others?.addEventListener('message', ({ data }) => data !== keeper() && location.reload());
    currentSession()
      .then((session) => (session ? enter(session) : setPerson(null)))
      .catch(() => {})
      .finally(() => setKnown(true));
  }, [enter]);

  if (!known) return null;
  return person ? (
    <Inside key={person.id} person={person} left={() => setPerson(null)} />
  ) : (
    <Suspense>
      <SignIn />
    </Suspense>
  );
}

function Inside({ person, left }: { person: SignedIn; left: () => void }) {
  const { t } = useTranslation();
  useEffect(() => {
    const stops = [drainWhenPossible(), onOutbox(() => void client.invalidateQueries({ refetchType: 'active' }))];
    let left = false;
    void import('../offline/background')
      .then(({ begin }) => left || stops.push(begin(client)))
      .catch(() => {});
    void navigator.storage?.persist?.();
    return () => {
      left = true;
      for (const stop of stops) stop();
    };
  }, []);
  const leave = useCallback(async () => {
    const unsent = (await store()?.outbox.count()) ?? 0;
    if (unsent > 0) {
      say(t('signIn.unsent', { count: unsent }), true);
      return;
    }
    await signOut();
    client.clear();
    // Whoever takes this device next finds nothing of this person.
    await forgetStore();
    left();
  }, [left, t]);
  const session = useMemo(() => ({ person, leave }), [person, leave]);
  return (
    <SessionContext value={session}>
      <Shell>
        <Screens />
      </Shell>
    </SessionContext>
  );
}
