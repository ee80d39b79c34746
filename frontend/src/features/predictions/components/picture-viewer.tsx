import { X } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { PictureImage, type PictureImageProps } from './picture-image'

export interface PictureViewerProps extends Omit<PictureImageProps, 'className'> {
  onClose: () => void
  onStep: (by: 1 | -1) => void
}

/** The picture over the whole screen; Escape or a press closes it, the arrows lead to the neighbours. */
export function PictureViewer({ name, sources, onClose, onStep }: PictureViewerProps) {
  const { t } = useTranslation('app')
  return (
    <Dialog.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Content
          aria-describedby={undefined}
          onClick={onClose}
          onKeyDown={({ key }) => {
            if (key === 'ArrowRight') onStep(1)
            else if (key === 'ArrowLeft') onStep(-1)
          }}
          className="fixed inset-0 z-50 flex cursor-zoom-out items-center justify-center bg-black outline-none"
        >
          <Dialog.Title className="sr-only">{name}</Dialog.Title>
          <PictureImage sources={sources} name={name} className="size-full object-contain" />
          <Dialog.Close asChild>
            <Button
              size="icon"
              aria-label={t('action.close')}
              className="absolute top-3 right-3 border-white/40 bg-black/60 text-white hover:bg-black/80"
            >
              <X />
            </Button>
          </Dialog.Close>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
