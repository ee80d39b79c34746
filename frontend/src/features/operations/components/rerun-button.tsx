import { useMutation, useQueryClient } from '@tanstack/react-query'
import { RotateCcw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { RerunWish } from '@/api/types'
import { ErrorNote } from '@/components/error-note'
import { Button } from '@/components/ui/button'
import { rerunMutation } from '../api'

/** Runs what failed again, and says what came of it. */
export function RerunButton({ wish, words }: { wish: RerunWish; words: string }) {
  const { t } = useTranslation('operations')
  const { mutate, data, error, isPending } = useMutation(rerunMutation(useQueryClient()))
  return (
    <>
      <Button size="sm" disabled={isPending} onClick={() => mutate(wish)}>
        <RotateCcw aria-hidden /> {words}
      </Button>
      <p role="status" className="self-center text-xs text-muted empty:hidden">
        {data ? t('rerun.queued', { count: data.queued }) : null}
        {data?.refused ? ` ${t('rerun.refused', { count: data.refused, reason: data.reason })}` : null}
      </p>
      {error ? <ErrorNote error={error} /> : null}
    </>
  )
}
