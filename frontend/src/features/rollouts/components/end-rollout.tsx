import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CircleCheck, OctagonX, Play } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Rollout } from '@/api/types'
import { Button } from '@/components/ui/button'
import { abort, goOn, promote } from '../api'
import { readAgain } from '../live'
import { ReasonDialog } from './reason-dialog'

type How = 'promote' | 'abort' | 'goOn'

/** Promote, abort, or let it go on where a signal holds it, with a reason. What holds it back is said, and a releaser may promote it all the same. */
export function EndRollout({ rollout, mayRelease }: { rollout: Rollout; mayRelease: boolean }) {
  const { t } = useTranslation('rollouts')
  const queryClient = useQueryClient()
  const [asked, setAsked] = useState<How | null>(null)
  const isProved = rollout.figures.doing === 'ready' && rollout.step === rollout.steps.length - 1
  const end = useMutation({
    mutationFn: ({ how, reason }: { how: How; reason: string }) => {
      if (how === 'goOn') return goOn(rollout, reason)
      return how === 'abort' ? abort(rollout, reason) : promote(rollout, reason, !isProved)
    },
    onSuccess: () => setAsked(null),
    // Somebody else, or a guard, may have been quicker: then the page shows what is.
    onSettled: () => readAgain(queryClient),
  })
  const close = () => {
    setAsked(null)
    end.reset()
  }
  const names = { number: rollout.candidate, before: rollout.production }
  return (
    <div className="flex flex-wrap gap-2">
      {rollout.figures.doing === 'held' ? (
        <Button size="sm" variant="primary" onClick={() => setAsked('goOn')}>
          <Play /> {t('goOn.open')}
        </Button>
      ) : null}
      {mayRelease ? (
        <Button size="sm" variant={isProved ? 'primary' : 'outline'} onClick={() => setAsked('promote')}>
          <CircleCheck /> {t(isProved ? 'promote.open' : 'promote.anyway')}
        </Button>
      ) : null}
      <Button size="sm" variant="danger" onClick={() => setAsked('abort')}>
        <OctagonX /> {t('abort.open')}
      </Button>
      {asked ? (
        <ReasonDialog
          title={t(`${asked}.title`, names)}
          description={t(asked === 'promote' && !isProved ? 'promote.unproved' : `${asked}.text`, names)}
          action={t(asked === 'promote' && !isProved ? 'promote.anyway' : `${asked}.open`)}
          danger={asked === 'abort'}
          isPending={end.isPending}
          error={end.error}
          onDone={(reason) => end.mutate({ how: asked, reason })}
          onClose={close}
        />
      ) : null}
    </div>
  )
}
