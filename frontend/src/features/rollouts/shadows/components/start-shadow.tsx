import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Eye } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { keys } from '@/api/keys'
import type { Model } from '@/api/types'
import { Button } from '@/components/ui/button'
import { SelectField } from '@/components/ui/field'
import { ReasonDialog } from '../../components/reason-dialog'
import { startShadow } from '../api'

/** Lets another version answer copies; nothing where there is no other one. */
export function StartShadow({ model }: { model: Model }) {
  const { t } = useTranslation('rollouts')
  const [isOpen, setOpen] = useState(false)
  const numbers = model.versions.map(({ number }) => number).filter((number) => number !== model.aliases.production)
  const newest = numbers[0]
  if (newest === undefined) return null
  return (
    <>
      <Button size="sm" onClick={() => setOpen(true)}>
        <Eye /> {t('shadow.start.open')}
      </Button>
      {isOpen ? (
        <StartDialog slug={model.slug} numbers={numbers} newest={newest} onClose={() => setOpen(false)} />
      ) : null}
    </>
  )
}

interface StartDialogProps {
  slug: string
  numbers: number[]
  newest: number
  onClose: () => void
}

function StartDialog({ slug, numbers, newest, onClose }: StartDialogProps) {
  const { t } = useTranslation('rollouts')
  const queries = useQueryClient()
  const [version, setVersion] = useState(newest)
  const start = useMutation({
    mutationFn: (reason: string) => startShadow(slug, version, reason),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: keys.shadows(slug) })
      onClose()
    },
  })
  return (
    <ReasonDialog
      title={t('shadow.start.title')}
      description={t('shadow.start.text')}
      action={t('shadow.start.open')}
      isPending={start.isPending}
      error={start.error}
      onDone={start.mutate}
      onClose={onClose}
    >
      <SelectField
        label={t('start.version')}
        value={String(version)}
        onValueChange={(value) => setVersion(Number(value))}
        options={numbers.map((number) => ({ value: String(number), label: t('version', { number }) }))}
      />
    </ReasonDialog>
  )
}
