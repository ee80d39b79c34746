/** Figures as the reader's language writes them. All durations come in seconds, sizes in bytes. */

const number = (language: string, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(language, options)

/** 26214400 -> "25 MB": powers of 1024 under their everyday names, as the server's limits count. */
export function formatBytes(bytes: number, language = 'en'): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB']
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), units.length - 1)
  const value = bytes / 1024 ** power
  const digits = power === 0 || value >= 10 ? 0 : 1
  return `${number(language, { maximumFractionDigits: digits }).format(value)} ${units[power] ?? ''}`
}

const UNITS = {
  en: { ms: ' ms', s: ' s', min: ' min', h: ' h', join: ' ' },
  zh: { ms: ' 毫秒', s: ' 秒', min: ' 分钟', h: ' 小时', join: ' ' },
}

const unitsOf = (language: string) => (language.startsWith('zh') ? UNITS.zh : UNITS.en)

/** 0.0312 -> "0.03 s", 0.0031 -> "3 ms", 75 -> "1 min 15 s". */
export function formatDuration(seconds: number, language = 'en'): string {
  const units = unitsOf(language)
  const figure = (value: number, most: number, least = 0) =>
    number(language, { minimumFractionDigits: least, maximumFractionDigits: most }).format(value)
  if (seconds < 0.01) return figure(seconds * 1000, seconds < 0.001 ? 1 : 0) + units.ms
  if (seconds < 10) return figure(seconds, 2, 2) + units.s
  if (seconds < 60) return figure(seconds, 1) + units.s
  const whole = Math.round(seconds)
  if (whole < 3600) return twoUnits(Math.floor(whole / 60), units.min, whole % 60, units.s, units.join)
  const minutes = Math.round(whole / 60)
  return twoUnits(Math.floor(minutes / 60), units.h, minutes % 60, units.min, units.join)
}

function twoUnits(large: number, largeUnit: string, small: number, smallUnit: string, join: string): string {
  return small === 0 ? `${large}${largeUnit}` : `${large}${largeUnit}${join}${small}${smallUnit}`
}

/** Thousandths of a second, of which the reader compares several: 0.0004 -> "0.4 ms", 0.061 -> "61 ms". */
export function formatMilliseconds(seconds: number, language = 'en'): string {
  const milliseconds = seconds * 1000
  const value = milliseconds < 10 ? milliseconds : Math.round(milliseconds)
  return formatNumber(value, language) + unitsOf(language).ms
}

/** An estimate, so in whole seconds: 1.3 -> "2 s", 75 -> "1 min 15 s". */
export function formatWait(seconds: number, language = 'en'): string {
  const whole = Math.max(1, Math.ceil(seconds))
  return whole < 60 ? formatNumber(whole, language) + unitsOf(language).s : formatDuration(whole, language)
}

/** Position in a sound: 63.4 -> "1:03". */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}

/** 0.9712 -> "97.1 %", with the narrow space that SI asks for. What is not all is never written as 100 %. */
export function formatPercent(share: number, language = 'en', digits = 1): string {
  const most = 1 - 10 ** -(digits + 2)
  const value = share < 1 ? Math.min(share, most) : share
  return `${number(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value * 100)}\u202f%`
}

export function formatNumber(value: number, language = 'en'): string {
  return number(language, { maximumFractionDigits: 1 }).format(value)
}

/** 1234567 -> "1.2M", for parameter counts. */
export function formatCompact(value: number, language = 'en'): string {
  return number(language, { notation: 'compact', maximumFractionDigits: 1 }).format(value)
}

export function formatDate(iso: string, language = 'en'): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(new Date(iso))
}

export function formatDateTime(iso: string, language = 'en'): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso))
}

/** "3 minutes ago"; older than a week becomes a date. */
export function formatAgo(iso: string, language = 'en', now = Date.now()): string {
  const seconds = (new Date(iso).getTime() - now) / 1000
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  const distance = Math.abs(seconds)
  if (distance < 45) return relative.format(0, 'second')
  if (distance < 45 * 60) return relative.format(Math.round(seconds / 60), 'minute')
  if (distance < 22 * 3600) return relative.format(Math.round(seconds / 3600), 'hour')
  if (distance < 7 * 86400) return relative.format(Math.round(seconds / 86400), 'day')
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(new Date(iso))
}
