import { Ban, Check, CircleDashed, CirclePause, LoaderCircle, TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Badge, type Tone } from '@/components/ui/badge'
import type { JobStatus, TrainingJob } from '../types'

const looks: Record<JobStatus, { tone: Tone; icon: typeof Check }> = {
  queued: { tone: 'neutral', icon: CircleDashed },
  running: { tone: 'accent', icon: LoaderCircle },
  paused: { tone: 'warn', icon: CirclePause },
  succeeded: { tone: 'success', icon: Check },
  failed: { tone: 'error', icon: TriangleAlert },
  canceled: { tone: 'neutral', icon: Ban },
}

/** How a job stands, as a sign and a word; what it was asked to do and has not done yet comes first. */
export function JobBadge({ job: { status, wish } }: { job: TrainingJob }) {
  const { t } = useTranslation('jobs')
  const { tone, icon: Icon } = looks[status]
  return (
    <Badge tone={tone}>
      <Icon aria-hidden className={status === 'running' ? 'animate-spin' : undefined} />
      {status === 'running' && wish ? t(`wish.${wish}`) : t(`status.${status}`)}
    </Badge>
  )
}
