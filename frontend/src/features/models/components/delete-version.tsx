import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Model, Version } from '@/api/types'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { formatBytes } from '@/lib/format'
import { useDelete } from '../use-delete'

/** Removes a version for good, after it was said what goes with it. */
export function DeleteVersion({ model, version }: { model: Model; version: Version }) {
  const { t, i18n } = useTranslation(['models', 'app'])
  const [asked, setAsked] = useState(false)
  const remove = useDelete(model, version.number)
  const close = () => setAsked(false)
  const isLast = model.versions.length === 1
  const facts = { title: model.title, number: version.number, size: formatBytes(version.size, i18n.language) }
  return (
    <>
      <Button size="sm" onClick={() => setAsked(true)}>
        <Trash2 /> {t('app:action.delete')}
      </Button>
      <Dialog
        open={asked}
        onOpenChange={setAsked}
        title={t(isLast ? 'deleting.titleLast' : 'deleting.title', facts)}
        description={t(isLast ? 'deleting.textLast' : 'deleting.text', facts)}
        closeLabel={t('app:action.close')}
      >
        <div className="flex justify-end gap-2">
          <Button onClick={close}>{t('app:action.cancel')}</Button>
          <Button
            variant="danger"
            disabled={remove.isPending}
            onClick={() => remove.mutate(undefined, { onSettled: close })}
          >
            {t('app:action.delete')}
          </Button>
        </div>
      </Dialog>
    </>
  )
}
