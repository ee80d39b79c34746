import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import { deleteVersion, modelQuery } from '@/api/catalogue'
import { keys } from '@/api/keys'
import type { Model } from '@/api/types'
import { useProblemWords } from '@/lib/use-problem-words'

/** Deletes a version; where it was the last one there is no page of the model any more. */
export function useDelete({ slug, title, versions }: Model, number: number) {
  const { t } = useTranslation('models')
  const client = useQueryClient()
  const navigate = useNavigate()
  const problemWords = useProblemWords()
  return useMutation({
    mutationFn: () => deleteVersion(slug, number),
    onSuccess: async () => {
      toast.success(t('deleting.done', { title, number }))
      if (versions.length === 1) await navigate({ to: '/models' })
      else await client.invalidateQueries({ queryKey: modelQuery(slug).queryKey })
      await client.invalidateQueries({ queryKey: keys.models, exact: true })
    },
    onError: (error) => toast.error(problemWords(error)),
  })
}
