/** Where a person can go, and what stands in the bar of a phone: decided by role. */
import type { IconName } from '../ui/Icon';
import { analyzes, leads, mayWrite, type SignedIn } from './session';

export type PlaceName = 'today' | 'home' | 'leads' | 'deals' | 'funnel' | 'analysis' | 'orders' | 'pool' | 'imports' | 'inbox' | 'outbox' | 'search' | 'more' | 'create' | 'visits' | 'customers' | 'calendar' | 'notify' | 'admin';

export interface Place {
  name: PlaceName;
  path: string;
  icon: IconName;
}

const PLACES: Record<PlaceName, Place> = {
  today: { name: 'today', path: '/', icon: 'today' },
  home: { name: 'home', path: '/', icon: 'home' },
  leads: { name: 'leads', path: '/leads', icon: 'leads' },
  deals: { name: 'deals', path: '/deals', icon: 'deals' },
  funnel: { name: 'funnel', path: '/funnel', icon: 'funnel' },
  analysis: { name: 'analysis', path: '/analysis', icon: 'analysis' },
  orders: { name: 'orders', path: '/orders', icon: 'orders' },
  visits: { name: 'visits', path: '/visits', icon: 'visit' },
  customers: { name: 'customers', path: '/customers', icon: 'home' },
  calendar: { name: 'calendar', path: '/calendar', icon: 'meeting' },
  notify: { name: 'notify', path: '/notify', icon: 'inbox' },
  pool: { name: 'pool', path: '/pool', icon: 'pool' },
  imports: { name: 'imports', path: '/imports', icon: 'imports' },
  inbox: { name: 'inbox', path: '/inbox', icon: 'inbox' },
  outbox: { name: 'outbox', path: '/outbox', icon: 'outbox' },
  search: { name: 'search', path: '/search', icon: 'search' },
  more: { name: 'more', path: '/more', icon: 'more' },
  admin: { name: 'admin', path: '/admin', icon: 'filter' },
  create: { name: 'create', path: '/leads/new', icon: 'plus' },
};

const some = (...names: PlaceName[]): Place[] => names.map((name) => PLACES[name]);

/** Whether the day of one salesperson is this person's home, rather than the work of a team. */
export function hasOwnDay(person: SignedIn): boolean {
  return person.roles.includes('salesperson') && !leads(person);
}

/** The five of a phone's bar. */
export function bar(person: SignedIn): Place[] {
  if (hasOwnDay(person)) return some('today', 'leads', 'create', 'deals', 'more');
  if (mayWrite(person)) return some('home', 'leads', 'funnel', 'deals', 'more');
  return some('home', 'funnel', 'leads', 'deals', 'more');
}

/** Everything, for the rail of a desktop and the page "more". */
export function places(person: SignedIn): Place[] {
  return [
    PLACES[hasOwnDay(person) ? 'today' : 'home'],
    ...some('leads'),
    ...(mayWrite(person) ? some('pool') : []),
    ...(leads(person) ? some('imports') : []),
    ...some('deals', 'orders', 'customers'),
    ...(mayWrite(person) ? some('visits', 'calendar') : some('visits')),
    ...(analyzes(person) || mayWrite(person) ? some('funnel') : []),
    ...(analyzes(person) ? some('analysis', 'admin') : []),
  ];
}

/** What the bar does not hold. */
export function beyond(person: SignedIn): Place[] {
  const shown = new Set(bar(person).map((place) => place.name));
  return [...places(person).filter((place) => !shown.has(place.name)), ...some('inbox', 'outbox', 'search', 'notify')];
}

/** Whether a place is where `path` is. */
export function isAt(place: Place, path: string): boolean {
  if (place.path === '/') return path === '/' || path === '';
  if (place.name === 'leads' && path === '/leads/new') return false;
  return path === place.path || path.startsWith(`${place.path}/`);
}
