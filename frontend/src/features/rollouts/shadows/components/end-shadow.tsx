import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { keys } from '@/api/keys'
import type { Shadow } from '@/api/types'
import { Button } from '@/components/ui/button'
import { ReasonDialog } from '../../components/reason-dialog'
import { endShadow } from '../api'

export function EndShadow({ shadow }: { shadow: Shadow }) {
  const { t } = useTranslation('rollouts')
  const queries = useQueryClient()
  const [isOpen, setOpen] = useState(false)
  const end = useMutation({
    mutationFn: (reason: string) => endShadow(shadow.id, reason),
    onSuccess: () => setOpen(false),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.shadows(shadow.model) }),
  })
  return (
    <>
      <Button size="sm" onClick={() => setOpen(true)}>
        {t('shadow.end.open')}
      </Button>
      {isOpen ? (
        <ReasonDialog
          title={t('shadow.end.title', { number: shadow.candidate })}
          description={t('shadow.end.text')}
          action={t('shadow.end.open')}
          isPending={end.isPending}
          error={end.error}
          onDone={end.mutate}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  )
}
