import { Undo2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Difference, Shadow } from '@/api/types'
import { Button } from '@/components/ui/button'
import { voteKeys } from '../use-vote-keys'
import { Key } from './answer-button'

export interface LastVoteProps {
  shadow: Shadow
  last: Difference | null
  onUndo: () => void
}

/** Which version it was that was chosen a moment ago, and a way back. */
export function LastVote({ shadow, last, onUndo }: LastVoteProps) {
  const { t } = useTranslation('rollouts')
  const words = last?.candidate
    ? t(`shadow.page.chosen.${chosen(last)}`, {
        candidate: shadow.candidate,
        production: shadow.production,
        side: t(`shadow.page.side.${last.candidate}`),
      })
    : ''
  return (
    <div className="flex min-h-9 flex-wrap items-center gap-3 text-sm">
      <p role="status">{words}</p>
      {last ? (
        <Button size="sm" variant="ghost" aria-keyshortcuts={voteKeys.undo} onClick={onUndo}>
          <Undo2 /> {t('shadow.page.undo')} <Key name={voteKeys.undo} />
        </Button>
      ) : null}
    </div>
  )
}

function chosen({ choice, candidate }: Difference): 'candidate' | 'production' | 'both' | 'neither' {
  if (choice === 'both' || choice === 'neither') return choice
  return choice === candidate ? 'candidate' : 'production'
}
