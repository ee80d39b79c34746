import { useMutation, useQueryClient } from '@tanstack/react-query'
import { toast } from 'sonner'
import { modelQuery, setDefaultGrammar } from '@/api/catalogue'
import { keys } from '@/api/keys'
import type { Model, Version } from '@/api/types'
import { useProblemWords } from '@/lib/use-problem-words'

/** Lets a version hear one of its grammars where a request says nothing; null: anything. */
export function useDefaultGrammar({ slug }: Model, { number }: Version) {
  const client = useQueryClient()
  const problemWords = useProblemWords()
  return useMutation({
    mutationFn: (grammar: string | null) => setDefaultGrammar(slug, number, grammar),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: modelQuery(slug).queryKey }),
        client.invalidateQueries({ queryKey: keys.models }),
      ]),
    onError: (error) => toast.error(problemWords(error)),
  })
}
