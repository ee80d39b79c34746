export type Theme = 'light' | 'dark' | 'system'

// public/theme.js reads the same key before the first paint.
const KEY = 'slipway.theme'
const listeners = new Set<() => void>()
/** Chosen on this page: it holds also where the storage is blocked. */
let chosen: Theme | undefined
const prefersDark = () => matchMedia('(prefers-color-scheme: dark)')

export function readTheme(): Theme {
  if (chosen) return chosen
  try {
    const stored = localStorage.getItem(KEY)
    return stored === 'light' || stored === 'dark' ? stored : 'system'
  } catch {
    return 'system'
  }
}

function apply(): void {
  const theme = readTheme()
  const dark = theme === 'dark' || (theme === 'system' && prefersDark().matches)
  document.documentElement.classList.toggle('dark', dark)
  for (const listener of listeners) listener()
}

export function setTheme(theme: Theme): void {
  chosen = theme
  try {
    if (theme === 'system') localStorage.removeItem(KEY)
    else localStorage.setItem(KEY, theme)
  } catch {
    // Storage may be blocked; then the choice holds as long as this page.
  }
  apply()
}

export function subscribeTheme(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Follows the system while the choice is "system". Called once by main. */
export function watchSystemTheme(): void {
  prefersDark().addEventListener('change', apply)
}
