import { useTranslation } from 'react-i18next'
import type { Rollout } from '@/api/types'
import { Card } from '@/components/ui/card'
import { formatDateTime, formatPercent } from '@/lib/format'
import { Arms } from './arms'
import { EndRollout } from './end-rollout'
import { Guards } from './guards'
import { Signals } from './signals'
import { Steps } from './steps'

/** A rollout while it runs: what it does now, what it will do, and what may be done. */
export function Running({ rollout, mayRelease }: { rollout: Rollout; mayRelease: boolean }) {
  const { t, i18n } = useTranslation('rollouts')
  const { figures } = rollout
  const step = rollout.steps[rollout.step]
  const isLast = rollout.step === rollout.steps.length - 1
  // Once the time of the last step is over it is always "now": not time is waited for, but answers or a person.
  const isTimed = !isLast || figures.promotes_at === figures.step_until
  const toAbort = figures.guards.find(({ mode }) => mode === 'armed')?.events_to_abort
  const at = (moment: string) => formatDateTime(moment, i18n.language)
  return (
    <Card className="flex flex-col gap-6 p-5">
      <div>
        <h3 className="text-[15px] font-semibold tracking-tight">
          {t('running.title', {
            number: rollout.candidate,
            share: formatPercent(step?.share ?? 0, i18n.language, 0),
          })}
        </h3>
        <p role="status" className="mt-1 text-sm">
          {t(isLast && figures.doing === 'ready' ? 'doing.promotable' : `doing.${figures.doing}`, {
            until: at(figures.step_until),
            count: step?.least ?? 0,
            margin: formatPercent(rollout.margin, i18n.language),
          })}
        </p>
        <p className="mt-1 text-[13px] text-muted">
          {isTimed ? `${t('running.earliest', { at: at(figures.promotes_at) })} ` : ''}
          {toAbort === undefined ? t('running.unguarded') : t('running.aborts', { count: toAbort })}
        </p>
      </div>
      <Steps rollout={rollout} />
      <div className="grid gap-x-12 gap-y-6 lg:grid-cols-2">
        <div>
          <Arms rollout={rollout} />
          {figures.difference === null || figures.lowest_difference === null ? null : (
            <p className="mt-2 text-[13px] text-muted">
              {t('running.difference', {
                points: points(figures.difference, i18n.language),
                lowest: points(figures.lowest_difference, i18n.language),
              })}
            </p>
          )}
        </div>
        <div className="flex flex-col gap-5">
          <Guards guards={figures.guards} />
          <Signals signals={figures.signals} />
        </div>
      </div>
      <EndRollout rollout={rollout} mayRelease={mayRelease} />
    </Card>
  )
}

function points(share: number, language: string): string {
  return new Intl.NumberFormat(language, { signDisplay: 'exceptZero', maximumFractionDigits: 1 }).format(share * 100)
}
