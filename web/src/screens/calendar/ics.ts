/** A calendar file (RFC 5545) of one's own entries, with an alarm for each. */
import type { Entry } from './entries';

const MINUTES = 30;
const LONGEST = 75;

/** `stamp`: when it was written; `origin`: where links lead. */
export function calendarFile(entries: readonly Entry[], named: (entry: Entry) => string, origin: string, stamp: Date = new Date()): string {
  const events = entries.flatMap((entry) => {
    const begins = new Date(entry.at);
    const ends = new Date(begins.getTime() + (entry.minutes ?? MINUTES) * 60_000);
    return [
      'BEGIN:VEVENT',
      `UID:${entry.key}@kuaicrm`,
      `DTSTAMP:${utc(stamp)}`,
      `DTSTART:${utc(begins)}`,
      `DTEND:${utc(ends)}`,
      `SUMMARY:${text(named(entry))}`,
      ...(entry.said ? [`DESCRIPTION:${text(entry.said)}`] : []),
      ...(entry.place ? [`LOCATION:${text(entry.place)}`] : []),
      `URL:${origin}/#${entry.href}`,
      ...(entry.done ? [] : ['BEGIN:VALARM', 'ACTION:DISPLAY', `DESCRIPTION:${text(named(entry))}`, 'TRIGGER:-PT30M', 'END:VALARM']),
      'END:VEVENT',
    ];
  });
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//KuaiCRM//web//ZH', 'CALSCALE:GREGORIAN', ...events, 'END:VCALENDAR', ''].map(folded).join('\r\n');
}

function utc(moment: Date): string {
  return moment.toISOString().replace(/[-:]|\.\d+/g, '');
}

function text(said: string): string {
  return said.replace(/[\\;,]/g, '\\$&').replace(/\r?\n/g, '\\n');
}

/** Lines have at most 75 bytes; no character is cut in two. */
function folded(line: string): string {
  const encoder = new TextEncoder();
  let bytes = 0;
  let whole = '';
  for (const character of line) {
    const size = encoder.encode(character).length;
    if (bytes + size > LONGEST) {
      whole += '\r\n ';
      bytes = 1;
    }
    whole += character;
    bytes += size;
  }
  return whole;
}
