import { useRef } from 'react'
import { Button, type ButtonProps } from '@/components/ui/button'
import { ACCEPTED } from '../../shared/naming'

/** A button that opens the system's window for one archive. */
export function ChooseArchive({
  accept = ACCEPTED,
  onFile,
  ...props
}: Omit<ButtonProps, 'onClick'> & { accept?: string; onFile: (file: File) => void }) {
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
        onChange={(event) => {
          const [file] = event.target.files ?? []
          if (file) onFile(file)
          // The same file can be chosen again.
          event.target.value = ''
        }}
      />
    </>
  )
}
