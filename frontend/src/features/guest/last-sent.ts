const KEY = 'slipway.guest'

/** What this tab sent last by the link: a page that is loaded again goes on with it. */
export function lastSent(token: string): string | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as { token: string; id: string } | null
    return kept?.token === token ? kept.id : null
  } catch {
    return null
  }
}

export function keepLastSent(token: string, id: string): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ token, id }))
  } catch {
    // Storage may be blocked: then it is known as long as this page.
  }
}
