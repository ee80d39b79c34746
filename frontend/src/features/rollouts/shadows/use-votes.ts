import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { keys } from '@/api/keys'
import type { Difference, Shadow } from '@/api/types'
import { type Choice, openDifferencesQuery, vote, withdrawVote } from './api'

/** One difference after the other, what was said of the last one, and a way back to it. */
export function useVotes(shadow: Shadow) {
  const queries = useQueryClient()
  const query = openDifferencesQuery(shadow.id)
  const open = useQuery(query)
  const [last, setLast] = useState<Difference | null>(null)
  const setOpen = (change: (rows: Difference[]) => Difference[]) =>
    queries.setQueryData(query.queryKey, (rows) => change(rows ?? []))
  const without = (gone: Difference) => (rows: Difference[]) => rows.filter(({ id }) => id !== gone.id)
  const countAgain = () => queries.invalidateQueries({ queryKey: keys.shadows(shadow.model) })
  const give = useMutation({
    mutationFn: ({ difference, choice }: { difference: Difference; choice: Choice }) =>
      vote(shadow.id, difference.id, choice),
    onSuccess: async (voted) => {
      setLast(voted)
      setOpen(without(voted))
      if (queries.getQueryData(query.queryKey)?.length === 0) await open.refetch()
      await countAgain()
    },
    // Somebody else was quicker, or the file was deleted.
    onError: () => open.refetch(),
  })
  const takeBack = useMutation({
    mutationFn: (voted: Difference) => withdrawVote(shadow.id, voted.id),
    onSuccess: (back) => {
      setLast(null)
      setOpen((rows) => [back, ...without(back)(rows)])
      return countAgain()
    },
  })
  const isBusy = give.isPending || takeBack.isPending
  const current = open.data?.[0] ?? null
  return {
    current,
    last,
    isLoading: open.isPending,
    isBusy,
    error: give.error ?? takeBack.error ?? open.error,
    choose: (choice: Choice) => current && !isBusy && give.mutate({ difference: current, choice }),
    undo: () => last && !isBusy && takeBack.mutate(last),
  }
}
