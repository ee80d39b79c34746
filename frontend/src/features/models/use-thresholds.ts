import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import { modelQuery, moveThresholds } from '@/api/catalogue'
import { keys } from '@/api/keys'
import type { Thresholds, Version } from '@/api/types'
import { useProblemWords } from '@/lib/use-problem-words'

/** Lets other thresholds of a version count from now on; a toast takes it back. */
export function useThresholds(slug: string, { number, thresholds: before }: Version) {
  const { t } = useTranslation(['models', 'app'])
  const client = useQueryClient()
  const problemWords = useProblemWords()
  const save = useMutation({
    mutationFn: (wanted: Thresholds) => moveThresholds(slug, number, wanted),
    onSuccess: async () => {
      const undo = before ? { action: { label: t('app:action.undo'), onClick: () => save.mutate(before) } } : undefined
      toast.success(t('sure.saved', { number }), undo)
      await Promise.all([
        client.invalidateQueries({ queryKey: modelQuery(slug).queryKey }),
        client.invalidateQueries({ queryKey: keys.models }),
      ])
    },
    onError: (error) => toast.error(problemWords(error)),
  })
  return save
}
