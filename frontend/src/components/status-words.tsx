import { Ban, Check, CircleDashed, LoaderCircle, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
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

export interface StatusWordsProps {
  status: Status
  /** Instead of the plain word, where more is known. */
  words?: ReactNode
  /** Instead of the usual one of the state. */
  tone?: Tone
}

/** The state of a prediction as a sign and a word. */
export function StatusWords({ status, words, tone }: StatusWordsProps) {
  const { t } = useTranslation('app')
  const { tone: usual, icon: Icon } = looks[status]
  return (
    <Badge tone={tone ?? usual}>
      <Icon aria-hidden className={status === 'processing' ? 'animate-spin' : undefined} />
      {words ?? t(`status.${status}`)}
    </Badge>
  )
}
