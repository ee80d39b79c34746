import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import { forget, trashQuery, undo } from '@/api/predictions/trash'
import type { Trashed } from '@/api/types'
import { serverNow } from '@/lib/server-clock'
import { useProblemWords } from '@/lib/use-problem-words'

/** A message for each go that was deleted, for as long as it can be undone: in this tab or another, before a reload or after. */
export function UndoToasts() {
  const { data = [] } = useQuery(trashQuery)
  return [...goesOf(data)].map(([until, ids]) => <UndoToast key={ids[0]} until={until} ids={ids} />)
}

/** What was deleted together can be undone until the same moment. */
function goesOf(trash: readonly Trashed[]): Map<string, string[]> {
  const goes = new Map<string, string[]>()
  for (const { id, until } of trash) goes.set(until, [...(goes.get(until) ?? []), id])
  return goes
}

function UndoToast({ until, ids }: { until: string; ids: readonly string[] }) {
  const { t } = useTranslation(['predictions', 'app'])
  const client = useQueryClient()
  const problemWords = useProblemWords()
  const id = `undo-${ids[0]}`
  const count = ids.length
  const takeBack = useEffectEvent(() => undo(client, ids).catch((error: unknown) => toast.error(problemWords(error))))
  const end = useEffectEvent(() => forget(client, ids))
  useEffect(() => {
    const action = { label: t('app:action.undo'), onClick: () => void takeBack() }
    toast(t('deleted', { count }), { id, duration: Infinity, action })
  }, [id, count, t])
  useEffect(() => () => void toast.dismiss(id), [id])
  useEffect(() => {
    const timer = setTimeout(() => end(), Math.max(0, Date.parse(until) - serverNow()))
    return () => clearTimeout(timer)
  }, [until])
  return null
}
