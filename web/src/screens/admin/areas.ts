/** What can be set up, and by whom it is seen: those who may not change it read it, where the service lets them. */
import { analyzes, leads, type SignedIn } from '../../app/session';
import type { IconName } from '../../ui/Icon';

export const AREAS = ['scoring', 'assignment', 'people', 'pools', 'transfers', 'sources', 'plans', 'forms', 'duplicates', 'mappings'] as const;
export type Area = (typeof AREAS)[number];

export const ICONS: Record<Area, IconName> = { scoring: 'star', assignment: 'next', people: 'leads', pools: 'pool', transfers: 'out', sources: 'globe', plans: 'meeting', forms: 'file', duplicates: 'merge', mappings: 'imports' };

/** Whether the person decides for the company: rules, sources, plans, pools, forms. */
export function owns(person: SignedIn): boolean {
  return person.roles.some((role) => role === 'director' || role === 'admin');
}

export function administers(person: SignedIn): boolean {
  return person.roles.includes('admin');
}

export function sees(person: SignedIn, area: Area): boolean {
  switch (area) {
    case 'people':
      return leads(person) || person.roles.includes('salesperson');
    case 'transfers':
    case 'mappings':
      return leads(person);
    case 'forms':
      return owns(person);
    default:
      return analyzes(person);
  }
}
