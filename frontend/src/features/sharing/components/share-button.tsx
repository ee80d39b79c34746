import { useQuery } from '@tanstack/react-query'
import { Share2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Model } from '@/api/types'
import { lazyPart } from '@/components/lazy-part'
import { Button } from '@/components/ui/button'
import { LoadingLine } from '@/components/ui/loading-line'
import { useLateDialog } from '@/components/use-late-dialog'
import { linksQuery } from '../api'

const ShareDialog = lazyPart(
  () => import('./share-dialog'),
  (m) => m.ShareDialog,
)

const COUNT_MS = 5000

/** Opens a model to others by a link; nothing for who may not. */
export function ShareButton({ model }: { model: Pick<Model, 'slug' | 'title'> }) {
  const { t } = useTranslation('sharing')
  const dialog = useLateDialog(ShareDialog)
  // What comes by a link meanwhile is counted where somebody looks.
  const { data } = useQuery({ ...linksQuery(model.slug), refetchInterval: dialog.isOpen && COUNT_MS })
  if (!data?.may_share) return null
  return (
    <>
      <Button onClick={dialog.open}>
        <Share2 /> {t('share')}
      </Button>
      {dialog.isLoading ? <LoadingLine /> : null}
      {dialog.isOpen ? <ShareDialog model={model} links={data.results} onClose={dialog.close} /> : null}
    </>
  )
}
