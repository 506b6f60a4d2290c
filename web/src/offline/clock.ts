/** The time as the server has it: a device's clock may be wrong by a day, and what it says must still be taken. */
const KEPT = 'kuaicrm.clock';
/** What answers take on their way is no fault of the clock. */
const LEAST = 60_000;

let ahead = Number((typeof localStorage === 'undefined' ? null : localStorage.getItem(KEPT)) ?? 0);

/** Note the server's time, of the header `date` of an answer that just came. */
export function noteTime(date: string | null): void {
  const told = Date.parse(date ?? '');
  if (Number.isNaN(told)) return;
  const off = Date.now() - told;
  const next = Math.abs(off) < LEAST ? 0 : off;
  if (Math.abs(next - ahead) < LEAST) return;
  ahead = next;
  if (typeof localStorage !== 'undefined') localStorage.setItem(KEPT, String(next));
}

/** Now, in ms, as far as this device knows. */
export function now(): number {
  return Date.now() - ahead;
}

/** When something was done, as it is said to the server: not after now, whatever the clock said then. */
export function notLater(moment: string): string {
  return new Date(Math.min(Date.parse(moment) || Infinity, now())).toISOString();
}
