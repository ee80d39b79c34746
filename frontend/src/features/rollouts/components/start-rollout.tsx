import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Split } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Model } from '@/api/types'
import { Button } from '@/components/ui/button'
import { CheckRow } from '@/components/ui/checkbox'
import { SelectField } from '@/components/ui/field'
import { formatPercent } from '@/lib/format'
import { startRollout } from '../api'
import { readAgain } from '../live'
import { minutesOf, type PlanName, plans } from '../plans'
import { ReasonDialog } from './reason-dialog'

/** Lets another version answer some of the people first; nothing where there is no other one. */
export function StartRollout({ model }: { model: Model }) {
  const { t } = useTranslation('rollouts')
  const [isOpen, setOpen] = useState(false)
  const numbers = model.versions.map(({ number }) => number).filter((number) => number !== model.aliases.production)
  const newest = numbers[0]
  if (newest === undefined) return null
  return (
    <>
      <Button size="sm" variant="primary" onClick={() => setOpen(true)}>
        <Split /> {t('start.open')}
      </Button>
      {isOpen ? (
        <StartDialog slug={model.slug} numbers={numbers} newest={newest} onClose={() => setOpen(false)} />
      ) : null}
    </>
  )
}

interface StartDialogProps {
  slug: string
  numbers: number[]
  newest: number
  onClose: () => void
}

function StartDialog({ slug, numbers, newest, onClose }: StartDialogProps) {
  const { t, i18n } = useTranslation('rollouts')
  const queryClient = useQueryClient()
  const [version, setVersion] = useState(newest)
  const [plan, setPlan] = useState<PlanName>('careful')
  const [slow, setSlow] = useState(false)
  const [means, setMeans] = useState(false)
  const start = useMutation({
    mutationFn: (reason: string) => {
      const guards = { errors: 'armed', slow: slow ? 'armed' : 'dry_run', corrected: 'armed' } as const
      const mode = means ? 'armed' : 'dry_run'
      const signals = { confidence: mode, familiarity: mode, ratio: 'armed' } as const
      return startRollout(slug, { version, steps: plans[plan], guards, signals, reason })
    },
    onSuccess: async () => {
      await readAgain(queryClient)
      onClose()
    },
  })
  const shares = plans[plan].map(({ share }) => formatPercent(share, i18n.language, 0)).join(' → ')
  return (
    <ReasonDialog
      title={t('start.title')}
      description={t('start.text')}
      action={t('start.open')}
      isPending={start.isPending}
      error={start.error}
      onDone={start.mutate}
      onClose={onClose}
    >
      <div className="grid gap-5 sm:grid-cols-2">
        <SelectField
          label={t('start.version')}
          value={String(version)}
          onValueChange={(value) => setVersion(Number(value))}
          options={numbers.map((number) => ({ value: String(number), label: t('version', { number }) }))}
        />
        <SelectField
          label={t('start.plan')}
          hint={t('start.steps', { shares, minutes: minutesOf(plans[plan]) })}
          value={plan}
          onValueChange={(value) => setPlan(value as PlanName)}
          options={(['careful', 'quick'] as const).map((name) => ({ value: name, label: t(`plan.${name}`) }))}
        />
      </div>
      <CheckRow label={t('start.slow')} hint={t('start.slowHint')} checked={slow} onChange={setSlow} />
      <CheckRow label={t('start.means')} hint={t('start.meansHint')} checked={means} onChange={setMeans} />
    </ReasonDialog>
  )
}
