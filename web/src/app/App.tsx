/** The whole app: who is signed in decides what stands in it. */
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Router } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';

import { onSignedOut } from '../api/client';
import { Refused } from '../api/problems';
import { forgetOldAnswers } from '../offline/answers';
import { store, storeOf } from '../offline/db';
import { drainWhenPossible, onOutbox } from '../offline/outbox';
import { colors, theme } from '../ui/theme';
import { say } from '../ui/toast';
import { listen } from './live';
import { Screens } from './Screens';
import { currentSession, rememberedPerson, SessionContext, signOut, type Session, type SignedIn } from './session';
import { Shell } from './Shell';
import { returnToPlace, SignIn } from './SignIn';

const client = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode: 'offlineFirst',
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
    storeOf(entered.id);
    setPerson(entered);
    returnToPlace();
  }, []);
  useEffect(() => {
    // A session that ended keeps the device's data: signing in again goes on where it was.
    onSignedOut(() => setPerson(null));
    currentSession()
      .then((session) => (session ? enter(session) : setPerson(null)))
      .catch(() => {})
      .finally(() => setKnown(true));
  }, [enter]);

  if (!known) return null;
  return person ? <Inside key={person.id} person={person} left={() => setPerson(null)} /> : <SignIn />;
}

function Inside({ person, left }: { person: SignedIn; left: () => void }) {
  const { t } = useTranslation();
  useEffect(() => {
    const stops = [drainWhenPossible(), listen(client), onOutbox(() => void client.invalidateQueries({ refetchType: 'active' }))];
    void forgetOldAnswers();
    void navigator.storage?.persist?.();
    return () => stops.forEach((stop) => stop());
  }, []);
  const leave = useCallback(async () => {
    const unsent = (await store()?.outbox.count()) ?? 0;
    if (unsent > 0) {
      say(t('signIn.unsent', { count: unsent }), true);
      return;
    }
    await signOut();
    client.clear();
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
