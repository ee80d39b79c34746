export const scopes = ['predict', 'models:write', 'admin'] as const
export type Scope = (typeof scopes)[number]

/** The words for a scope: a colon inside a key would name a namespace. */
export const scopeWord = { predict: 'predict', 'models:write': 'modelsWrite', admin: 'admin' } as const

export const lifetimes = ['30', '90', '365', 'never', 'date'] as const
export type Lifetime = (typeof lifetimes)[number]

/** What `POST api-keys` takes. */
export interface KeyForm {
  name: string
  scopes: Scope[]
  expires_at: string | null
}

const DAY_MS = 86_400_000

/** The moment at which a key dies, as UTC; `date` is a day of the reader's own calendar and includes that whole day. */
export function expiryOf(lifetime: Lifetime, date: string, now = Date.now()): string | null {
  if (lifetime === 'never') return null
  if (lifetime === 'date') return new Date(`${date}T23:59:59`).toISOString()
  return new Date(now + Number(lifetime) * DAY_MS).toISOString()
}

export function hasExpired(expiresAt: string | null, now = Date.now()): boolean {
  return expiresAt !== null && new Date(expiresAt).getTime() <= now
}

/** Within a week: time to make the next one. */
export function expiresSoon(expiresAt: string | null, now = Date.now()): boolean {
  return expiresAt !== null && !hasExpired(expiresAt, now) && new Date(expiresAt).getTime() - now < 7 * DAY_MS
}

/** Tomorrow in the reader's own calendar: the first day that a key can be given. */
export function tomorrow(now = Date.now()): string {
  const day = new Date(now + DAY_MS)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`
}
