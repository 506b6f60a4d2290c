/** Who is signed in: asked of the server, remembered on the device so that the app starts without a network. */
import { createContext, useContext } from 'react';

import { reach, setSession } from '../api/client';
import { Unreachable } from '../api/problems';

export interface SignedIn {
  id: string;
  name: string;
  roles: string[];
  team: string | null;
  region: string | null;
  language?: string | null;
}

export interface Session {
  person: SignedIn;
  csrf: string;
}

const KEPT = 'kuaicrm.person';

export function rememberedPerson(): SignedIn | null {
  const kept = localStorage.getItem(KEPT);
  return kept ? (JSON.parse(kept) as SignedIn) : null;
}

/** The session of the cookie; null when there is none. Raises `Unreachable`. */
export async function currentSession(): Promise<Session | null> {
  const response = await reach('/session');
  if (response.status === 401) return null;
  if (!response.ok) throw new Unreachable('/session');
  const session = (await response.json().catch(() => null)) as Session | null;
  if (typeof session?.person?.id !== 'string') throw new Unreachable('/session');
  setSession(session.person.id, session.csrf);
  localStorage.setItem(KEPT, JSON.stringify(session.person));
  return session;
}

export async function signOut(): Promise<void> {
  await reach('/session/sign-out', { method: 'POST' });
  localStorage.removeItem(KEPT);
}

const PLACE = 'kuaicrm.place';

/** The part of an address behind `#` does not travel to the sign-in, so it waits here. */
export function rememberPlace(): void {
  sessionStorage.setItem(PLACE, location.hash);
}

/** Go on where the person was before signing in. */
export function returnToPlace(): void {
  const place = sessionStorage.getItem(PLACE);
  sessionStorage.removeItem(PLACE);
  if (place) location.hash = place;
}

export const SessionContext = createContext<{ person: SignedIn; leave: () => Promise<void> } | null>(null);

/** The person who is signed in. */
export function usePerson(): SignedIn {
  const session = useContext(SessionContext);
  if (!session) throw new Error('Used outside of a session');
  return session.person;
}

export function useLeave(): () => Promise<void> {
  const session = useContext(SessionContext);
  if (!session) throw new Error('Used outside of a session');
  return session.leave;
}

const WRITING = ['salesperson', 'manager', 'director', 'admin'];
const LEADING = ['manager', 'director', 'admin'];

export function mayWrite(person: SignedIn): boolean {
  return person.roles.some((role) => WRITING.includes(role));
}

/** Whether the person sees others' work: a manager, a director, an administrator. */
export function leads(person: SignedIn): boolean {
  return person.roles.some((role) => LEADING.includes(role));
}

export function analyzes(person: SignedIn): boolean {
  return leads(person) || person.roles.includes('analyst');
}
