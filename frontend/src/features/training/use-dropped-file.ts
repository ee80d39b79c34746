import { useEffect, useEffectEvent, useState } from 'react'

/** The whole window takes one file. True while one hovers over it. */
export function useDroppedFile(onFile: (file: File) => void): boolean {
  const [hovering, setHovering] = useState(false)
  const dropped = useEffectEvent(onFile)
  useEffect(() => {
    const control = new AbortController()
    const on = <K extends keyof WindowEventMap>(type: K, listener: (event: WindowEventMap[K]) => void) =>
      window.addEventListener(type, listener, { signal: control.signal })
    on('dragover', (event) => {
      if (!event.dataTransfer?.types.includes('Files')) return
      event.preventDefault()
      setHovering(true)
    })
    on('dragleave', (event) => {
      // Null when the pointer leaves the window rather than one element in it.
      if (event.relatedTarget === null) setHovering(false)
    })
    on('drop', (event) => {
      setHovering(false)
      const file = event.dataTransfer?.files[0]
      if (!file) return
      event.preventDefault()
      dropped(file)
    })
    return () => control.abort()
  }, [])
  return hovering
}
