import { useEffect, useRef } from 'react'

/** Where a page takes the place of another with all that had the focus, its heading gets it: keyboard and screen reader go on there. */
export function useKeptFocus(path: string | undefined): void {
  const before = useRef(path)
  useEffect(() => {
    const isFirst = before.current === undefined
    if (before.current === path) return
    before.current = path
    if (isFirst || document.activeElement !== document.body) return
    const main = document.getElementById('content')
    const target = main?.querySelector('h1') ?? main
    target?.setAttribute('tabindex', '-1')
    target?.focus({ preventScroll: true })
  }, [path])
}
