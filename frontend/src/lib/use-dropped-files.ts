import { useEffect, useEffectEvent, useState } from 'react'

/** The whole window takes files that are dropped on it. True while some hover over it. */
export function useDroppedFiles(onFiles: (files: File[]) => void): boolean {
  const [hovering, setHovering] = useState(false)
  const dropped = useEffectEvent(onFiles)
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
      const files = [...(event.dataTransfer?.files ?? [])]
      if (files.length === 0) return
      event.preventDefault()
      dropped(files)
    })
    return () => control.abort()
  }, [])
  return hovering
}
