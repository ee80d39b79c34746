import { useEffect, useEffectEvent, useState } from 'react'

const asTheyCome = (data: DataTransfer): File[] | Promise<File[]> => [...data.files]

/**
 * The whole window takes files that are dropped on it. True while some hover over it.
 *
 * `read` takes the files out of what was dropped; it is called while the event is handled, since later nothing is left.
 */
export function useDroppedFiles(onFiles: (files: File[]) => void, read = asTheyCome): boolean {
  const [hovering, setHovering] = useState(false)
  const dropped = useEffectEvent(async (data: DataTransfer) => {
    const files = await read(data)
    if (files.length > 0) onFiles(files)
  })
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
      if (!event.dataTransfer?.types.includes('Files')) return
      event.preventDefault()
      void dropped(event.dataTransfer)
    })
    return () => control.abort()
  }, [])
  return hovering
}
