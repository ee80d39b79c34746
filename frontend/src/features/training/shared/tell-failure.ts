import { toast } from 'sonner'
import { useProblemWords } from '@/lib/use-problem-words'

/** Shows in a toast why something could not be done at once. */
export function useTellFailure(): (error: unknown) => void {
  const problemWords = useProblemWords()
  return (error) => toast.error(problemWords(error))
}
