import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ThumbsDown, ThumbsUp } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import type { Prediction } from '@/api/types'
import { Button } from '@/components/ui/button'
import { useProblemWords } from '@/lib/use-problem-words'
import { vote, votesQuery } from '../api'

/** Whether another answer is better than the one that is shown; pressed again it is taken back. */
export function VoteButtons({ prediction: { id, status }, other }: { prediction: Prediction; other: Prediction }) {
  const { t } = useTranslation('predictions')
  const client = useQueryClient()
  const problemWords = useProblemWords()
  const { data: votes } = useQuery(votesQuery(id))
  const cast = useMutation({
    mutationFn: (better: boolean | null) => vote(other.id, id, better),
    onSuccess: () => client.invalidateQueries({ queryKey: ['votes'] }),
    onError: (error) => toast.error(problemWords(error)),
  })
  if (status !== 'succeeded' || other.status !== 'succeeded') return null
  const said = votes?.find((one) => one.other === other.id)
  // Seen from the shown one: it is better where the other is not.
  const otherIsBetter = said ? !said.better : null
  const button = (better: boolean, Icon: typeof ThumbsUp, words: string) => (
    <Button
      size="sm"
      variant={otherIsBetter === better ? 'primary' : 'outline'}
      aria-pressed={otherIsBetter === better}
      disabled={cast.isPending}
      onClick={() => cast.mutate(otherIsBetter === better ? null : better)}
    >
      <Icon /> {words}
    </Button>
  )
  return (
    <div className="flex flex-wrap gap-2">
      {button(true, ThumbsUp, t('beside.better'))}
      {button(false, ThumbsDown, t('beside.worse'))}
    </div>
  )
}
