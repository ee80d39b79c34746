import { type ReactNode, type SyntheticEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNote } from '@/components/error-note'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { TextField } from '@/components/ui/text-field'

export interface ReasonDialogProps {
  title: string
  description: string
  /** What the button says. */
  action: string
  danger?: boolean
  isPending: boolean
  /** Why it was refused: somebody else may have been quicker. */
  error: Error | null
  children?: ReactNode
  onDone: (reason: string) => void
  onClose: () => void
}

/** Something that changes everybody's answers: it asks why, for whoever looks at the history. */
export function ReasonDialog(props: ReasonDialogProps) {
  const { t } = useTranslation(['rollouts', 'app'])
  const [reason, setReason] = useState('')
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    props.onDone(reason.trim())
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && props.onClose()}
      title={props.title}
      description={props.description}
      closeLabel={t('app:action.close')}
    >
      <form onSubmit={submit} className="flex flex-col gap-5">
        {props.error ? <ErrorNote error={props.error} /> : null}
        {props.children}
        <TextField
          label={t('reason')}
          hint={t('reasonHint')}
          required
          maxLength={1000}
          autoComplete="off"
          value={reason}
          onChange={setReason}
        />
        <div className="flex justify-end gap-2">
          <Button onClick={props.onClose}>{t('app:action.cancel')}</Button>
          <Button
            type="submit"
            variant={props.danger ? 'danger' : 'primary'}
            disabled={props.isPending || reason.trim() === ''}
          >
            {props.action}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
