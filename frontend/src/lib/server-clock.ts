/** A second is the precision of the header, and of a line that is slow another one. */
const NOTHING_MS = 2000

let ahead = 0

/** Takes the server's time from the `Date` of an answer that was written just now. */
export function noteServerTime(date: string | null): void {
  const difference = Date.parse(date ?? '') - Date.now()
  if (Number.isFinite(difference)) ahead = Math.abs(difference) < NOTHING_MS ? 0 : difference
}

/** Milliseconds since 1970 as the server counts them: to compare with its moments where the reader's clock is wrong. */
export function serverNow(): number {
  return Date.now() + ahead
}
