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

/** Imports a module, again after a moment where that failed although the server answers. Throws LoadError. */
export async function loadCode<Module>(load: () => Promise<Module>): Promise<Module> {
  let failure: unknown
  for (let attempt = 0; ; attempt++) {
    try {
      return await (attempt === 0 ? load() : loadAgain(load, failure))
    } catch (error) {
      failure = error
      const reason = await reasonOfFailure()
      const pause = PAUSES_MS[attempt]
      if (reason !== 'broken' || pause === undefined) throw new LoadError(reason, error)
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
  }
}

/**
 * Throws LoadError without a network, before the import is tried: browsers that keep a failed import keep the failures of
 * all that it imports as well, and then only a reload helps.
 */
export async function requireLine(): Promise<void> {
  if (!navigator.onLine && (await reasonOfFailure()) === 'offline') throw new LoadError('offline', undefined)
}

/**
 * Most browsers keep a failed import for as long as the page is open, so the same code is asked for under another address.
 * Chromium and Firefox name the address in the error; Safari does not, and does not keep it either.
 */
async function loadAgain<Module>(load: () => Promise<Module>, failure: unknown): Promise<Module> {
  const [address] = /https?:\S+/.exec(String(failure)) ?? []
  if (address === undefined) return load()
  return import(/* @vite-ignore */ `${address}?again=${Date.now()}`) as Promise<Module>
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
