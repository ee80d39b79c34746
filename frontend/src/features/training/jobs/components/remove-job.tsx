import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { isActive, type TrainingJob } from '../types'
import { useJobActions } from '../actions'
import { ConfirmDialog } from '@/components/confirm-dialog'

/** Removes a job that has ended, with what it made; versions that came of it stay. */
export function RemoveJob({ job, title, text }: { job: TrainingJob; title: string; text: string }) {
  const { t } = useTranslation(['app', 'training'])
  const { remove } = useJobActions()
  const [asking, setAsking] = useState(false)
  if (isActive(job)) return null
  return (
    <>
      <Button size="sm" variant="ghost" onClick={() => setAsking(true)}>
        <Trash2 /> {t('action.delete')}
      </Button>
      {asking ? (
        <ConfirmDialog
          title={title}
          text={text}
          confirm={t('action.delete')}
          keep={t('training:keep')}
          danger
          busy={remove.isPending}
          onConfirm={() => remove.mutate(job.id, { onSettled: () => setAsking(false) })}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </>
  )
}
