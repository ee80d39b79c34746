import type { ReactNode, SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNote } from '@/components/error-note'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'

export interface FormDialogProps {
  title: string
  text: string
  submit: string
  disabled: boolean
  /** What no field tells. */
  error: Error | null
  onSubmit: () => void
  onClose: () => void
  children: ReactNode
}

/** A few fields that are sent together, or left. */
export function FormDialog({ title, text, submit, disabled, error, onSubmit, onClose, children }: FormDialogProps) {
  const { t } = useTranslation('app')
  const send = (event: SyntheticEvent) => {
    event.preventDefault()
    onSubmit()
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description={text}
      closeLabel={t('action.close')}
    >
      <form onSubmit={send} className="flex flex-col gap-5">
        {children}
        {error ? <ErrorNote error={error} /> : null}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="submit" variant="primary" disabled={disabled}>
            {submit}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
