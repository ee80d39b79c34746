import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Undo2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import { rollBack } from '../api'
import { readAgain } from '../live'
import { ReasonDialog } from './reason-dialog'

/** Back to the version before, which is still in memory. */
export function RollBack({ slug, now, to }: { slug: string; now: number; to: number }) {
  const { t } = useTranslation('rollouts')
  const queryClient = useQueryClient()
  const [isOpen, setOpen] = useState(false)
  const back = useMutation({
    mutationFn: (reason: string) => rollBack(slug, now, reason),
    onSuccess: async () => {
      toast.success(t('back.done', { number: to }))
      setOpen(false)
      await readAgain(queryClient)
    },
    onError: () => readAgain(queryClient),
  })
  return (
    <>
      <Button size="sm" onClick={() => setOpen(true)}>
        <Undo2 /> {t('back.open', { number: to })}
      </Button>
      {isOpen ? (
        <ReasonDialog
          title={t('back.title', { number: to })}
          description={t('back.text', { now })}
          action={t('back.do')}
          danger
          isPending={back.isPending}
          error={back.error}
          onDone={back.mutate}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  )
}
