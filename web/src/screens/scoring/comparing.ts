/** What differs between two versions of the scoring model. */
import type { ScoringRule, WeightedRules } from '../../api/types';

export interface Difference {
  name: string;
  before: ScoringRule | null;
  after: ScoringRule | null;
}

const told = ({ condition, points, max, group, decay }: ScoringRule) => JSON.stringify([condition, points, max ?? null, group ?? null, decay ?? null]);

/** Rules that are new, gone or other, in the order of the later version. */
export function differences(before: WeightedRules, after: WeightedRules): Difference[] {
  const old = new Map(before.rules.map((rule) => [rule.name, rule]));
  const changed = after.rules.flatMap((rule): Difference[] => {
    const was = old.get(rule.name) ?? null;
    old.delete(rule.name);
    return was && told(was) === told(rule) ? [] : [{ name: rule.name, before: was, after: rule }];
  });
  return [...changed, ...[...old.values()].map((rule) => ({ name: rule.name, before: rule, after: null }))];
}

export const GRADES = ['A', 'B', 'C', 'D'] as const;
export type Grade = (typeof GRADES)[number];
export type Bounds = NonNullable<WeightedRules['grades']>;

export function gradeOf(points: number, { a = 75, b = 50, c = 25 }: Bounds): Grade {
  return points >= a ? 'A' : points >= b ? 'B' : points >= c ? 'C' : 'D';
}

/** How many of leads, counted by points, have each grade. */
export function byGrade(counts: Record<string, number>, bounds: Bounds): Record<Grade, number> {
  const found: Record<Grade, number> = { A: 0, B: 0, C: 0, D: 0 };
  for (const [points, leads] of Object.entries(counts)) found[gradeOf(Number(points), bounds)] += leads;
  return found;
}

/** Counts by points, in columns of `width` points; 100 stands in the last. */
export function columns(counts: Record<string, number>, width: number): number[] {
  const found = Array.from({ length: 100 / width }, () => 0);
  for (const [points, leads] of Object.entries(counts)) {
    const at = Math.min(found.length - 1, Math.floor(Number(points) / width));
    found[at] = (found[at] ?? 0) + leads;
  }
  return found;
}
