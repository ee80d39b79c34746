import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Link, Model, NewLink } from '@/api/types'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { LinkForm } from './link-form'
import { LinkList } from './link-list'
import { LinkMade } from './link-made'

export interface ShareDialogProps {
  model: Pick<Model, 'slug' | 'title'>
  links: Link[]
  onClose: () => void
}

/** The links that there are, or the form for the first one; then, in the same window, the new link. */
export function ShareDialog({ model, links, onClose }: ShareDialogProps) {
  const { t } = useTranslation(['sharing', 'app'])
  const [making, setMaking] = useState(links.length === 0)
  const [made, setMade] = useState<NewLink | null>(null)
  const title = made ? t('made.title', { name: made.name }) : t('title', { model: model.title })
  const list = () => {
    setMade(null)
    setMaking(false)
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={title}
      description={made ? t('made.text') : t('text')}
      closeLabel={t('app:action.close')}
    >
      {made ? (
        <LinkMade link={made} onDone={list} />
      ) : making ? (
        <LinkForm model={model} onMade={setMade} onCancel={links.length > 0 ? () => setMaking(false) : onClose} />
      ) : (
        <div className="flex flex-col gap-4">
          <LinkList slug={model.slug} links={links} />
          <Button variant="primary" className="self-end" onClick={() => setMaking(true)}>
            <Plus /> {t('make')}
          </Button>
        </div>
      )}
    </Dialog>
  )
}
