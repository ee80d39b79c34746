import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import { modelQuery, pointAlias } from '@/api/catalogue'
import { keys } from '@/api/keys'
import type { Model } from '@/api/types'
import { useProblemWords } from '@/lib/use-problem-words'

/** Lets another version of a model answer by its bare name; a toast takes it back. */
export function useServe({ slug, title, aliases: { production: before } }: Model) {
  const { t } = useTranslation(['models', 'app'])
  const client = useQueryClient()
  const problemWords = useProblemWords()
  const serve = useMutation({
    mutationFn: (number: number) => pointAlias(slug, 'production', number, before),
    onSuccess: (model, number) => {
      const undo = before !== undefined && before !== number ? () => serve.mutate(before) : undefined
      toast.success(t('served', { title, number }), undo && { action: { label: t('app:action.undo'), onClick: undo } })
      client.setQueryData(modelQuery(slug).queryKey, model)
      return client.invalidateQueries({ queryKey: keys.models })
    },
    onError: (error) => toast.error(problemWords(error)),
  })
  return serve
}
