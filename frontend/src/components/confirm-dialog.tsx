import { useTranslation } from 'react-i18next'
import { ErrorNote } from './error-note'
import { Button } from './ui/button'
import { Dialog } from './ui/dialog'

export interface ConfirmDialogProps {
  title: string
  text: string
  confirm: string
  /** What leaves all as it is; to cancel, where nothing says it better. */
  keep?: string
  danger?: boolean
  busy: boolean
  /** Why it was refused. */
  error?: Error | null
  onConfirm: () => void
  onClose: () => void
}

/** Asks before something that cannot be taken back. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { t } = useTranslation('app')
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && props.onClose()}
      title={props.title}
      description={props.text}
      closeLabel={t('action.close')}
    >
      <div className="flex flex-col gap-4">
        {props.error ? <ErrorNote error={props.error} /> : null}
        <div className="flex justify-end gap-2">
          <Button onClick={props.onClose}>{props.keep ?? t('action.cancel')}</Button>
          <Button variant={props.danger ? 'danger' : 'primary'} disabled={props.busy} onClick={props.onConfirm}>
            {props.confirm}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
