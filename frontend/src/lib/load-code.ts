/** `unreachable`: the server does not answer; `newer`: it serves another build of the page; `broken`: neither explains it. */
export type LoadFailure = 'offline' | 'unreachable' | 'newer' | 'broken'

/** Code of the page that could not be loaded, and why. */
export class LoadError extends Error {
  readonly reason: LoadFailure

  constructor(reason: LoadFailure, cause: unknown) {
    super(`The code of this part could not be loaded: ${reason}.`, { cause })
    this.name = 'LoadError'
    this.reason = reason
  }
}

const PAUSES_MS = [300, 1500]

/**
 * Imports a part of the page, again after a moment where that failed although the server answers. Throws LoadError.
 * A browser that keeps a failed import (most did until 2026) ends with `broken`, which only a reload cures.
 */
export async function loadCode<T>(load: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await load()
    } catch (error) {
      const reason = await reasonOfFailure()
      const pause = PAUSES_MS[attempt]
      if (reason !== 'broken' || pause === undefined) throw new LoadError(reason, error)
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
  }
}

/** Asks the server for the page itself: does it answer, and with the build that runs here? */
async function reasonOfFailure(): Promise<LoadFailure> {
  try {
    const answer = await fetch('/', { cache: 'no-store', headers: { Accept: 'text/html' } })
    if (!answer.ok) return 'unreachable'
    return isThisBuild(await answer.text()) ? 'broken' : 'newer'
  } catch {
    // A page from this very machine can be read without any network, so the browser's word is asked last.
    return navigator.onLine ? 'unreachable' : 'offline'
  }
}

/** The name of the main script carries the checksum of its content. */
function isThisBuild(html: string): boolean {
  const main = document.querySelector<HTMLScriptElement>('script[type="module"][src]')
  return main === null || html.includes(new URL(main.src).pathname)
}
