import { type ComponentType, type FunctionComponent, type ReactNode, useEffect, useSyncExternalStore } from 'react'
import { LoadError, loadCode, requireLine } from '@/lib/load-code'
import { LoadNote } from './load-note'

/** A component whose code comes when it is needed, or before with `preload`, which rejects with LoadError. */
export interface LazyPart<Props> extends FunctionComponent<Props> {
  preload: () => Promise<void>
}

/**
 * A component by its props alone. That it answers something to draw is checked where it is written: here the compiler would
 * have to read its body, and pages know the router, which knows their routes, which are made of this.
 */
type ByProps<Props> = (props: Props) => void

/**
 * Like `React.lazy`, but a failure is not for ever: it is told in place with a way to try again, and `preload` tries again.
 * `load` imports a module, of which `pick` takes the component; `pending` stands in its place while the code is on its way.
 */
export function lazyPart<Module, Props extends object>(
  load: () => Promise<Module>,
  pick: (module: Module) => ByProps<Props>,
  pending: ReactNode = null,
): LazyPart<Props> {
  let state: ComponentType<Props> | LoadError | undefined
  let loading: Promise<void> | undefined
  const listeners = new Set<() => void>()
  const set = (next: typeof state) => {
    state = next
    loading = undefined
    listeners.forEach((listener) => listener())
  }
  const subscribe = (listener: () => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }
  const start = async () => {
    try {
      await requireLine()
      set(pick(await loadCode(load)) as ComponentType<Props>)
    } catch (error) {
      set(error as LoadError)
      throw error
    }
  }
  const preload = () => {
    if (state !== undefined && !(state instanceof LoadError)) return Promise.resolve()
    return (loading ??= start())
  }
  function Lazy(props: Props) {
    const Part = useSyncExternalStore(subscribe, () => state)
    useEffect(() => {
      // A failure is told below.
      if (Part === undefined) preload().catch(() => undefined)
    }, [Part])
    if (Part instanceof LoadError) return <LoadNote reason={Part.reason} onRetry={() => set(undefined)} />
    return Part === undefined ? pending : <Part {...props} />
  }
  return Object.assign(Lazy, { preload })
}
