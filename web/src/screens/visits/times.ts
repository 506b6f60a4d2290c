/** Fields for moments, in the time zone of the device. */

/** A moment as a `datetime-local` field has it. */
export function fieldOf(iso: string | null | undefined): string {
  if (!iso) return '';
  const moment = new Date(iso);
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** The moment of a `datetime-local` field. */
export function momentOf(field: string): string | null {
  return field ? new Date(field).toISOString() : null;
}

/** The next full hour, today or, in the evening, tomorrow at nine. */
export function soon(now: Date = new Date()): string {
  const late = now.getHours() >= 18;
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + (late ? 1 : 0), late ? 9 : now.getHours() + 1).toISOString();
}

export function dayStart(moment: Date, days = 0): Date {
  return new Date(moment.getFullYear(), moment.getMonth(), moment.getDate() + days);
}
