import type { AnyRoute } from '@tanstack/react-router'
import type { User } from '@/api/types'
import { CameraDialog, RecordDialog } from '@/features/uploads/components/late-dialogs'
import { addWords } from './i18n/i18n'
import { wordsFor } from './i18n/place-words'
import { Palette } from './shell/palette-button'
import { placesFor } from './shell/nav'

/** After the first page, so long that nothing which the reader waits for is held up. */
const PATIENCE_MS = 2000

interface Preloadable {
  preload?: () => Promise<unknown>
}

/** The code of the dialogs, then the words and the code of the pages that this person may open. */
export function partsFor(user: Pick<User, 'is_staff' | 'can_train'>, routes: readonly AnyRoute[]): Preloadable[] {
  const open = placesFor(user).map((place) => place.to)
  const closed = placesFor({ is_staff: true, can_train: true })
    .map((place) => place.to)
    .filter((to) => !open.includes(to))
  const pages = routes
    .filter(({ fullPath }) => !closed.some((to) => String(fullPath).startsWith(to)))
    .map((route) => (route.options as { component?: Preloadable }).component ?? {})
  const words = { preload: () => addWords(...wordsFor(user)) }
  return [RecordDialog, CameraDialog, Palette, words, ...pages]
}

/** Brings code while the line is idle, one part after the other: a place that was never visited then opens offline too. */
export function preloadWhenIdle(parts: readonly Preloadable[]): void {
  if (savesData()) return
  const rest = parts.values()
  const next = () => {
    const { value, done } = rest.next()
    if (done) return
    // What fails now is tried again when it is needed; until then the line is left alone.
    Promise.resolve(value.preload?.()).then(
      () => whenIdle(next),
      () => undefined,
    )
  }
  setTimeout(() => whenIdle(next), PATIENCE_MS)
}

/** Safari has no idle callbacks. */
function whenIdle(callback: () => void): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(callback)
  else setTimeout(callback, 200)
}

function savesData(): boolean {
  const { connection } = navigator as Navigator & { connection?: { saveData?: boolean } }
  return connection?.saveData === true
}
