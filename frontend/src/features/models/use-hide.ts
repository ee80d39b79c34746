import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import { hideVersion, modelQuery } from '@/api/catalogue'
import { keys } from '@/api/keys'
import type { Model } from '@/api/types'
import { useProblemWords } from '@/lib/use-problem-words'

/** Leaves a version of a model out of the lists, or shows it again; a toast takes it back. */
export function useHide({ slug }: Model, number: number) {
  const { t } = useTranslation(['models', 'app'])
  const client = useQueryClient()
  const problemWords = useProblemWords()
  const hide = useMutation({
    mutationFn: (hidden: boolean) => hideVersion(slug, number, hidden),
    onSuccess: async (_, hidden) => {
      const undo = { action: { label: t('app:action.undo'), onClick: () => hide.mutate(!hidden) } }
      toast.success(t(hidden ? 'hidden' : 'shown', { number }), undo)
      await Promise.all([
        client.invalidateQueries({ queryKey: modelQuery(slug).queryKey }),
        client.invalidateQueries({ queryKey: keys.models }),
      ])
    },
    onError: (error) => toast.error(problemWords(error)),
  })
  return hide
}
