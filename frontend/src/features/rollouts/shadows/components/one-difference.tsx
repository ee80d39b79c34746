import { useTranslation } from 'react-i18next'
import type { Difference } from '@/api/types'
import { Button } from '@/components/ui/button'
import { keepPixels } from '@/lib/keep-pixels'
import { kindOf } from '@/lib/kinds'
import type { Choice } from '../api'
import { differingWords } from '../differing-words'
import { voteKeys } from '../use-vote-keys'
import { AnswerButton, Key } from './answer-button'
import { SoundButton } from './sound-button'

export interface OneDifferenceProps {
  difference: Difference
  disabled: boolean
  onChoose: (choice: Choice) => void
}

/** A file with its two answers. */
export function OneDifference({ difference, disabled, onChoose }: OneDifferenceProps) {
  const { t } = useTranslation('rollouts')
  const { name, url, left, right } = difference
  const [ofLeft, ofRight] = differingWords(left, right)
  return (
    <div className="flex flex-col gap-4">
      {kindOf(difference.kind).medium === 'sound' ? (
        <SoundButton key={url} url={url} />
      ) : (
        <img
          key={url}
          src={url}
          alt={name}
          onLoad={keepPixels}
          className="h-72 w-full rounded-lg bg-sunken object-contain"
        />
      )}
      <div className="flex gap-3">
        <AnswerButton side="left" parts={ofLeft} disabled={disabled} onChoose={() => onChoose('left')} />
        <AnswerButton side="right" parts={ofRight} disabled={disabled} onChoose={() => onChoose('right')} />
      </div>
      <div className="flex flex-wrap gap-2">
        {(['both', 'neither'] as const).map((choice) => (
          <Button
            key={choice}
            aria-disabled={disabled}
            aria-keyshortcuts={voteKeys[choice]}
            onClick={() => onChoose(choice)}
          >
            <Key name={voteKeys[choice]} /> {t(`shadow.page.${choice}`)}
          </Button>
        ))}
      </div>
    </div>
  )
}
