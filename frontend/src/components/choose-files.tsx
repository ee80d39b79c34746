import { useRef } from 'react'
import { Button, type ButtonProps } from '@/components/ui/button'
import { filesOfFolder } from '@/lib/folder-files'

export interface ChooseFilesProps extends Omit<ButtonProps, 'onClick'> {
  accept?: string
  multiple?: boolean
  /** A folder is chosen, with all that is in it. */
  folder?: boolean
  /** On a phone: open the camera instead of the gallery. */
  capture?: 'environment'
  onFiles: (files: File[]) => void
}

/** A button that opens the system's file window. */
export function ChooseFiles({
  accept,
  multiple = false,
  folder = false,
  capture,
  onFiles,
  ...props
}: ChooseFilesProps) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button {...props} onClick={() => input.current?.click()} />
      <input
        ref={input}
        type="file"
        hidden
        tabIndex={-1}
        accept={accept}
        multiple={multiple}
        capture={capture}
        // Every browser knows it; React's types do not.
        {...(folder ? { webkitdirectory: '' } : {})}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])]
          onFiles(folder ? filesOfFolder(files) : files)
          // The same file can be chosen again.
          event.target.value = ''
        }}
      />
    </>
  )
}
