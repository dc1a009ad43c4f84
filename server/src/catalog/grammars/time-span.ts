import { fault, type Parsed, parsed } from "./parsed.js";

/** A time span as .NET reads it. */
export interface TimeSpan {
  readonly totalMs: number;
  /** A number alone, which means days. */
  readonly isBareNumber: boolean;
  /** `24:00:00`: more than 23 hours, which .NET reads as days, hours and minutes. */
  readonly isHoursAsDays: boolean;
}

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const FORM = /^(-)?(?:(\d+)(?:\.(?=\d+:\d+)|:(?=\d+:\d+:\d+)))?(\d+):(\d+)(?::(\d+)(?:[.](\d{1,7}))?)?$/;

/**
 * Reads a time span: `[d.]hh:mm[:ss[.fffffff]]`, or whole days alone.
 *
 * Fault codes: `format`.
 *
 * @see https://learn.microsoft.com/dotnet/api/system.timespan.parse
 */
export function parseTimeSpan(text: string): Parsed<TimeSpan> {
  const written = text.trim();
  const bare = /^(-?)(\d+)$/.exec(written);
  if (bare !== null) {
    return parsed({ totalMs: (bare[1] === "-" ? -1 : 1) * Number(bare[2]) * DAY_MS, isBareNumber: true, isHoursAsDays: false });
  }
  const match = FORM.exec(written);
  if (match === null)
    return fault("format", 0, text.length, "a time span is written `hh:mm:ss`, with days before it as `1.00:00:00`", repairedSpan(written));
  const sign = match[1] === undefined ? 1 : -1;
  const [days, hours, minutes, seconds] = [match[2], match[3], match[4], match[5]].map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
  ];
  if (minutes > 59 || seconds > 59) {
    const what = minutes > 59 && (hours <= 23 || seconds > 59) ? "minutes" : "seconds";
    if (hours <= 23 || minutes > 23 || match[2] !== undefined) return fault("format", 0, text.length, `a time span has at most 59 ${what}`);
  }
  if (hours > 23) {
    // .NET tries hours, minutes, seconds first and then days, hours, minutes.
    if (match[2] !== undefined || minutes > 23 || seconds > 59)
      return fault("format", 0, text.length, "a time span has at most 23 hours: put days before it as `1.00:00:00`");
    return parsed({ totalMs: sign * (hours * DAY_MS + minutes * HOUR_MS + seconds * MINUTE_MS), isBareNumber: false, isHoursAsDays: true });
  }
  const fraction = match[6] === undefined ? 0 : Number(`0.${match[6]}`) * SECOND_MS;
  const totalMs = sign * (days * DAY_MS + hours * HOUR_MS + minutes * MINUTE_MS + seconds * SECOND_MS + fraction);
  return parsed({ totalMs, isBareNumber: false, isHoursAsDays: false });
}

/**
 * Reads a time span that is meant as it looks: a number alone means days, and over 23 hours are read as days; only 0 is plain.
 *
 * Fault codes: `days`. A text that is no time span passes: {@link parseTimeSpan} tells.
 */
export function parsePlainTimeSpan(text: string): Parsed<TimeSpan | null> {
  const result = parseTimeSpan(text);
  if (!result.ok) return parsed(null);
  const { isBareNumber, isHoursAsDays, totalMs } = result.value;
  if (isBareNumber && totalMs !== 0) return fault("days", 0, text.length, `a number alone means days: ${text.trim()} days`);
  if (isHoursAsDays) return fault("days", 0, text.length, "over 23 hours are read as days");
  return parsed(result.value);
}

/**
 * Reads a connector's timeout: 00:00:01 to 1.00:00:00.
 *
 * Fault codes: `range`. A text that is no time span passes: {@link parseTimeSpan} tells.
 *
 * @see https://learn.microsoft.com/powershell/module/exchangepowershell/new-sendconnector#-connectioninactivitytimeout
 */
export function parseConnectionTimeout(text: string): Parsed<TimeSpan | null> {
  const result = parseTimeSpan(text);
  if (!result.ok) return parsed(null);
  const { totalMs } = result.value;
  if (totalMs < SECOND_MS) return fault("range", 0, text.length, "the shortest timeout is 00:00:01", "00:00:01");
  if (totalMs > DAY_MS)
    return fault("range", 0, text.length, "the longest timeout is 1.00:00:00, one day", repairedDays(text) ?? "1.00:00:00");
  return parsed(result.value);
}

/** `15` was meant as minutes, as in every other product. */
function repairedDays(text: string): string | null {
  const minutes = /^\s*(\d{1,2})\s*$/.exec(text)?.[1];
  return minutes === undefined || Number(minutes) > 59 ? null : `00:${minutes.padStart(2, "0")}:00`;
}

/** `10m`, `90s`, `2h`, `5 minutes`: what was meant, as a time span. */
function repairedSpan(text: string): string | undefined {
  const match = /^(\d{1,4})\s*(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?)$/i.exec(text);
  if (match === null) return undefined;
  const unit = (match[2] ?? "").charAt(0).toLowerCase();
  const unitSeconds = unit === "s" ? 1 : unit === "m" ? 60 : unit === "h" ? 3600 : 86400;
  const seconds = Number(match[1]) * unitSeconds;
  const two = (value: number): string => String(value).padStart(2, "0");
  const days = Math.floor(seconds / 86400);
  const clock = `${two(Math.floor(seconds / 3600) % 24)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return days === 0 ? clock : `${days}.${clock}`;
}
