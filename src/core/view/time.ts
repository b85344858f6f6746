import type { RunSummary } from '../api/types';

const FORM =
  /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** Milliseconds since 1970 of an RFC 3339 time; `NaN` for any other text. */
export function parseTime(text: string): number {
  const parts = FORM.exec(text);
  if (!parts) {
    return NaN;
  }
  const [year, month, day, hour, minute, second] = parts
    .slice(1, 7)
    .map(Number) as [number, number, number, number, number, number];
  const fraction = Number(parts[7] ?? 0);
  const minutes =
    daysBefore(year, month, day) * 1440 +
    hour * 60 +
    minute -
    offset(parts[8] ?? 'Z');
  return (minutes * 60 + second + fraction) * 1000;
}

/** Seconds from one RFC 3339 time to another, never below 0. */
export function secondsBetween(from: string, to: string): number {
  return Math.max(0, (parseTime(to) - parseTime(from)) / 1000);
}

type Span = Pick<RunSummary, 'startedAt' | 'endedAt' | 'activeSince'>;

/** When a run began, moved by the time in which it lay interrupted; RFC 3339. */
export function activeSince(run: Span): string | null {
  return run.activeSince ?? run.startedAt;
}

/** How long a run was active, in seconds; null before it ends. */
export function activeSeconds(run: Span): number | null {
  const since = activeSince(run);
  return since !== null && run.endedAt !== null
    ? secondsBetween(since, run.endedAt)
    : null;
}

/** Days from 1970 to a date of the Gregorian calendar; years begin in March here. */
function daysBefore(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const ofEra = y - era * 400;
  const ofYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const leaps = Math.floor(ofEra / 4) - Math.floor(ofEra / 100);
  return era * 146097 + ofEra * 365 + leaps + ofYear - 719468;
}

function offset(zone: string): number {
  if (zone === 'Z') {
    return 0;
  }
  const [hours, minutes] = zone.slice(1).split(':').map(Number);
  const size = (hours ?? 0) * 60 + (minutes ?? 0);
  return zone.startsWith('-') ? -size : size;
}
