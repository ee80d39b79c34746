import { Link, useNavigate } from '@tanstack/react-router'
import { BookmarkPlus, Copy, Pause, Play, RotateCcw, Trash2, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { nameOf } from '../run'
import { isActive } from '../../jobs/types'
import { type RunDetail } from '../types'
import { useRunActions } from '../actions'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { RegisterDialog } from './register-dialog'

/** What can be done with a run as it stands. What it was asked to do and has not done yet is not asked twice. */
export function RunActions({ run }: { run: RunDetail }) {
  if (isActive(run.job)) return <WhileActive run={run} />
  return (
    <>
      <RemoveRun run={run} />
      <RunLikeIt run={run} />
      {run.job.status === 'succeeded' ? <Register run={run} /> : <GoOn run={run} />}
    </>
  )
}

function WhileActive({ run }: { run: RunDetail }) {
  const { t } = useTranslation(['runs', 'app', 'training'])
  const { pause, resume, cancel } = useRunActions()
  const [cancelling, setCancelling] = useState(false)
  const { job, id } = run
  const busy = pause.isPending || resume.isPending || cancel.isPending
  return (
    <>
      {job.status === 'paused' ? (
        <Button variant="primary" disabled={busy} onClick={() => resume.mutate(id)}>
          <Play /> {t('action.resume')}
        </Button>
      ) : (
        <Button disabled={busy || job.wish !== null} onClick={() => pause.mutate(id)}>
          <Pause /> {t('action.pause')}
        </Button>
      )}
      <Button disabled={busy || job.wish === 'cancel'} onClick={() => setCancelling(true)}>
        <X /> {t('app:action.cancel')}
      </Button>
      {cancelling ? (
        <ConfirmDialog
          title={t('cancel', { name: nameOf(run) })}
          text={t('cancelText')}
          confirm={t('cancelConfirm')}
          keep={t('training:keep')}
          danger
          busy={cancel.isPending}
          onConfirm={() => cancel.mutate(id, { onSettled: () => setCancelling(false) })}
          onClose={() => setCancelling(false)}
        />
      ) : null}
    </>
  )
}

/** With the same data, model and recipe to begin with: what went wrong, or not well enough, can be set right. */
function RunLikeIt({ run }: { run: RunDetail }) {
  const { t } = useTranslation('runs')
  const parent = run.parent ? { parent: run.parent } : {}
  return (
    <Button asChild>
      <Link
        to="/training/new-run"
        search={{ data_set: run.data_set, version: run.data_set_version, ...parent, like: run.id }}
      >
        <Copy /> {t('action.change')}
      </Link>
    </Button>
  )
}

function GoOn({ run }: { run: RunDetail }) {
  const { t } = useTranslation(['runs', 'app'])
  const { retry } = useRunActions()
  return (
    <Button variant="primary" disabled={retry.isPending} onClick={() => retry.mutate(run.id)}>
      <RotateCcw /> {t(run.step > 0 ? 'action.goOn' : 'app:action.tryAgain')}
    </Button>
  )
}

function Register({ run }: { run: RunDetail }) {
  const { t } = useTranslation('training')
  const [open, setOpen] = useState(false)
  if (run.registered || run.job.gone) return null
  return (
    <>
      <Button variant="primary" onClick={() => setOpen(true)}>
        <BookmarkPlus /> {t('register')}
      </Button>
      {open ? <RegisterDialog run={run} onClose={() => setOpen(false)} /> : null}
    </>
  )
}

function RemoveRun({ run }: { run: RunDetail }) {
  const { t } = useTranslation(['runs', 'app', 'training'])
  const navigate = useNavigate()
  const { remove } = useRunActions()
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button onClick={() => setAsking(true)}>
        <Trash2 /> {t('app:action.delete')}
      </Button>
      {asking ? (
        <ConfirmDialog
          title={t('delete', { name: nameOf(run) })}
          text={t('deleteText')}
          confirm={t('app:action.delete')}
          keep={t('training:keep')}
          danger
          busy={remove.isPending}
          onConfirm={() =>
            remove.mutate(run.id, {
              onSuccess: () => void navigate({ to: '/training' }),
              onSettled: () => setAsking(false),
            })
          }
          onClose={() => setAsking(false)}
        />
      ) : null}
    </>
  )
}
