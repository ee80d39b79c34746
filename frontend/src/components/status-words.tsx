import { Ban, Check, CircleDashed, LoaderCircle, TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Badge, type Tone } from './ui/badge'

type Status = 'queued' | 'processing' | 'succeeded' | 'failed' | 'canceled'

const looks: Record<Status, { tone: Tone; icon: typeof Check }> = {
  queued: { tone: 'neutral', icon: CircleDashed },
  processing: { tone: 'accent', icon: LoaderCircle },
  succeeded: { tone: 'success', icon: Check },
  failed: { tone: 'error', icon: TriangleAlert },
  canceled: { tone: 'neutral', icon: Ban },
}

/** The state of a prediction as a sign and a word. `words` replaces the plain word where more is known. */
export function StatusWords({ status, words }: { status: Status; words?: string }) {
  const { t } = useTranslation('app')
  const { tone, icon: Icon } = looks[status]
  return (
    <Badge tone={tone}>
      <Icon aria-hidden className={status === 'processing' ? 'animate-spin' : undefined} />
      {words ?? t(`status.${status}`)}
    </Badge>
  )
}
