import { useEffect, useState } from 'react'

function filesOf(data: DataTransfer | null): File[] {
  return data ? [...data.files] : []
}

function inTextField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, [contenteditable]') !== null
}

/** The whole window takes files, dropped or pasted. True while some hover over it. `onFiles` must keep its identity. */
export function useWindowFiles(onFiles: (files: File[]) => void): boolean {
  const [hovering, setHovering] = useState(false)
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
      const files = filesOf(event.dataTransfer)
      if (files.length === 0) return
      event.preventDefault()
      onFiles(files)
    })
    on('paste', (event) => {
      const files = filesOf(event.clipboardData)
      if (files.length > 0 && !inTextField(event.target)) onFiles(files)
    })
    return () => control.abort()
  }, [onFiles])
  return hovering
}
