/** When something is to be done next. */
export const SOON = { tomorrow: 1, three: 3, week: 7 } as const;
export type Next = 'none' | keyof typeof SOON | 'pick';
const MORNING = 9;

/** Nine in the morning, so many days from now; a picked moment as the field gives it. */
export function dueAt(next: Next, picked: string, now: Date = new Date()): string | null {
  if (next === 'none') return null;
  if (next === 'pick') return picked ? new Date(picked).toISOString() : null;
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + SOON[next], MORNING).toISOString();
}
