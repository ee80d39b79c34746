import { formatDuration, formatMilliseconds, formatPercent } from '@/lib/format'

/** Short times in one unit, so that a column of them can be compared: 0.0004 -> "0.4 ms", 0.061 -> "61 ms". */
export function formatShort(seconds: number, language: string): string {
  return seconds >= 1 ? formatDuration(seconds, language) : formatMilliseconds(seconds, language)
}

/** A share that is small but there is not called nothing. */
export function formatShare(share: number, language: string): string {
  return share > 0 && share < 0.005 ? `< ${formatPercent(0.01, language, 0)}` : formatPercent(share, language, 0)
}
