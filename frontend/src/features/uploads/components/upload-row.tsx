import { X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import type { OnTheWay } from '../queue'
import { removeUpload } from '../uploads'
import { toneOf, useUploadWords } from './upload-card'

/** A file on its way, in the table view. */
export function UploadRow({ upload }: { upload: OnTheWay }) {
  const { t } = useTranslation('app')
  const words = useUploadWords(upload)
  return (
    <div role="row" className="flex h-14 items-center gap-3 border-b px-3 text-sm">
      <span role="cell" className="min-w-0 flex-1 truncate font-medium">
        {upload.file.name}
      </span>
      <span role="cell" className="flex shrink-0 items-center gap-1">
        <Badge tone={toneOf(upload)}>{words}</Badge>
        <Button size="icon-sm" variant="ghost" aria-label={t('action.cancel')} onClick={() => removeUpload(upload.id)}>
          <X />
        </Button>
      </span>
    </div>
  )
}
