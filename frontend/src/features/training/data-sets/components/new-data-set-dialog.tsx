import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useState } from 'react'
import { Dialog } from '@/components/ui/dialog'
import { type AskedDataSet, nameFolder, sendDataSet } from '../api'
import { dataSetKeys } from '../keys'
import type { DataSetDetail } from '../types'
import { NewDataSetForm } from './new-data-set-form'
import { Sending } from '../../shared/components/sending'

/** Takes a file or a folder in; while the file is on its way nothing closes this by accident. */
export function NewDataSetDialog({ first, onClose }: { first: File | null; onClose: () => void }) {
  const { t } = useTranslation(['data-sets', 'training', 'app'])
  const client = useQueryClient()
  const navigate = useNavigate()
  const [share, setShare] = useState(0)
  const [control, setControl] = useState<AbortController | null>(null)
  const take = useMutation({
    mutationFn: (asked: AskedDataSet) => {
      if (!('file' in asked)) return nameFolder(asked)
      const abort = new AbortController()
      setControl(abort)
      setShare(0)
      return sendDataSet(asked, setShare, abort.signal)
    },
    onSuccess: (set: DataSetDetail) => {
      client.setQueryData(dataSetKeys.one(set.slug), set)
      void client.invalidateQueries({ queryKey: dataSetKeys.list, exact: true })
      void navigate({ to: '/training/data-sets/$slug', params: { slug: set.slug } })
    },
  })
  const taken = take.error instanceof DOMException ? null : take.error
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && !take.isPending && onClose()}
      title={t('training:newDataSet')}
      description={t('newLead')}
      closeLabel={t('app:action.close')}
    >
      {/* Stays, so that a refused file leaves what was typed. */}
      <div hidden={take.isPending}>
        <NewDataSetForm first={first} error={taken} onSubmit={(asked) => take.mutate(asked)} onCancel={onClose} />
      </div>
      {take.isPending ? <Sending asked={take.variables} share={share} onCancel={() => control?.abort()} /> : null}
    </Dialog>
  )
}
