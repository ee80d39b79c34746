import { useRef } from 'react'
import { Button, type ButtonProps } from '@/components/ui/button'

export interface ChooseFilesProps extends Omit<ButtonProps, 'onClick'> {
  accept: string
  multiple?: boolean
  /** On a phone: open the camera instead of the gallery. */
  capture?: 'environment'
  onFiles: (files: File[]) => void
}

/** A button that opens the system's file window. */
export function ChooseFiles({ accept, multiple = false, capture, onFiles, ...props }: ChooseFilesProps) {
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
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])])
          // The same file can be chosen again.
          event.target.value = ''
        }}
      />
    </>
  )
}
