import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Check } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answerOf } from '@/api/predictions/answer'
import { usePredictionList } from '@/api/predictions/use-prediction-list'
import type { AddedPhotos, Prediction } from '@/api/types'
import { ErrorNote } from '@/components/error-note'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Skeleton } from '@/components/ui/skeleton'
import { cn } from '@/lib/class-names'
import { addFromHistoryMutation } from '../api'

/** As many as one request takes. */
const MOST = 64
const PICTURES = { kind: 'image-classification' } as const

export interface HistoryDialogProps {
  lesson: string
  kind: string
  onAdded: (leftOut: AddedPhotos['left_out']) => void
  onClose: () => void
}

/** My pictures that were answered before, to be put under a kind; those whose answer a person gave as this kind are chosen. */
export function HistoryDialog({ lesson, kind, onAdded, onClose }: HistoryDialogProps) {
  const { t } = useTranslation(['lessons', 'app'])
  const { list, rows, loadMore } = usePredictionList(PICTURES)
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set())
  const add = useMutation(addFromHistoryMutation(useQueryClient(), lesson))
  const pictures = onePerFile(rows)
  const isChosen = (row: Prediction) => isSaidToBe(row, kind) !== toggled.has(row.id)
  const chosen = pictures.filter(isChosen).slice(0, MOST)
  const toggle = (id: string) => {
    const next = new Set(toggled)
    if (!next.delete(id)) next.add(id)
    setToggled(next)
  }
  const sorted = pictures.toSorted((a, b) => Number(isSaidToBe(b, kind)) - Number(isSaidToBe(a, kind)))
  const submit = () =>
    add.mutate(
      { label: kind, predictions: chosen.map(({ id }) => id) },
      {
        onSuccess: ({ left_out }) => {
          onAdded(left_out)
          onClose()
        },
      },
    )
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('historyTitle', { kind })}
      description={t('historyText')}
      closeLabel={t('app:action.close')}
      className="max-w-2xl"
    >
      {list.error ? <ErrorNote error={list.error} onRetry={() => void list.refetch()} /> : null}
      {add.error ? <ErrorNote error={add.error} /> : null}
      {list.isPending ? <Skeleton className="h-40 rounded-lg" /> : null}
      {list.data && sorted.length === 0 ? (
        <p className="py-8 text-center text-sm text-muted">{t('noHistory')}</p>
      ) : null}
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(6rem,1fr))] gap-2">
        {sorted.map((row) => (
          <Picture key={row.id} row={row} isChosen={isChosen(row)} onToggle={() => toggle(row.id)} />
        ))}
      </ul>
      <div className="sticky -bottom-5 -mx-5 mt-4 -mb-5 flex flex-wrap justify-end gap-2 border-t bg-raised px-5 py-3">
        {list.hasNextPage ? (
          <Button className="mr-auto" disabled={list.isFetchingNextPage} onClick={loadMore}>
            {t('older')}
          </Button>
        ) : null}
        <Button onClick={onClose}>{t('app:action.cancel')}</Button>
        <Button variant="primary" disabled={chosen.length === 0 || add.isPending} onClick={submit}>
          {t('addPhotos', { count: chosen.length })}
        </Button>
      </div>
    </Dialog>
  )
}

function Picture({ row, isChosen, onToggle }: { row: Prediction; isChosen: boolean; onToggle: () => void }) {
  const label = answerOf(row)?.label
  return (
    <li>
      <button
        type="button"
        aria-pressed={isChosen}
        aria-label={label ? `${row.input.name}, ${label}` : row.input.name}
        onClick={onToggle}
        className={cn(
          'group relative block w-full overflow-hidden rounded-md border text-left',
          isChosen && 'border-accent ring-2 ring-accent',
        )}
      >
        <img
          src={row.input.thumbnail_url ?? undefined}
          alt=""
          loading="lazy"
          className="aspect-square w-full bg-sunken object-cover"
        />
        <span className="block truncate px-1.5 py-1 text-xs">{label ?? row.input.name}</span>
        {isChosen ? (
          <Check aria-hidden className="absolute top-1 right-1 size-5 rounded-full bg-accent p-0.5 text-on-accent" />
        ) : null}
      </button>
    </li>
  )
}

/** Whether a person gave this kind as the right answer. */
function isSaidToBe(row: Prediction, kind: string): boolean {
  const answer = answerOf(row)
  return answer?.by === 'person' && answer.label?.toLowerCase() === kind.toLowerCase()
}

/** The same picture may have been asked about many times. A person's word about it goes before a model's. */
function onePerFile(rows: readonly Prediction[]): Prediction[] {
  const kept = new Map<string, Prediction>()
  for (const row of rows) {
    if (!row.input.thumbnail_url) continue
    const known = kept.get(row.input.sha256)
    if (!known || (answerOf(known)?.by !== 'person' && answerOf(row)?.by === 'person')) kept.set(row.input.sha256, row)
  }
  return [...kept.values()]
}
