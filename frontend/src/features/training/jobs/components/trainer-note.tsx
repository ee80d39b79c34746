import { useQuery } from '@tanstack/react-query'
import { Cpu } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { CopyButton } from '@/components/copy-button'
import { Notice } from '@/components/ui/notice'
import { trainerQuery } from '../api'

const COMMANDS = { make: 'make trainer', compose: 'docker compose --profile train up -d' }

/** Whether anybody is there to do the work, and what to do where nobody is. */
export function TrainerNote() {
  const { t } = useTranslation('jobs')
  const { data } = useQuery(trainerQuery)
  if (!data) return <div className="min-h-5" />
  if (data.trainers > 0) {
    return (
      <p className="flex min-h-5 items-center gap-2 text-[13px] text-muted">
        <Cpu aria-hidden className="size-4" />
        {t('trainer.there', { count: data.trainers })}
        {data.waiting > 0 ? ` · ${t('trainer.waiting', { count: data.waiting })}` : null}
      </p>
    )
  }
  return (
    <Notice tone="warn" title={t('trainer.none')}>
      {t('trainer.start')}
      <Command text={COMMANDS.make} />
      {t('trainer.compose')}
      <Command text={COMMANDS.compose} />
    </Notice>
  )
}

function Command({ text }: { text: string }) {
  return (
    <span className="mt-1 flex items-center gap-1">
      <code className="min-w-0 rounded-sm bg-sunken px-1.5 py-0.5 text-[13px] break-words text-foreground">{text}</code>
      <CopyButton text={text} size="icon-sm" />
    </span>
  )
}
