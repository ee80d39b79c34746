import { useEffect } from 'react'
import { droppedFiles } from '@/lib/folder-files'
import { useDroppedFiles } from '@/lib/use-dropped-files'

function inTextField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, [contenteditable]') !== null
}

/** The whole window takes files, dropped (with those in dropped folders) or pasted. True while some hover over it. `onFiles` must keep its identity. */
export function useWindowFiles(onFiles: (files: File[]) => void): boolean {
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])]
      if (files.length > 0 && !inTextField(event.target)) onFiles(files)
    }
    window.addEventListener('paste', paste)
    return () => window.removeEventListener('paste', paste)
  }, [onFiles])
  return useDroppedFiles(onFiles, droppedFiles)
}
