import { ImageOff } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

export interface PictureImageProps {
  /** The first that the browser can show is shown: it may not read a TIFF that the server made a thumbnail of. */
  sources: readonly (string | null | undefined)[]
  name: string
  className?: string
}

/** A picture, or the words that there is none. */
export function PictureImage({ sources, name, className }: PictureImageProps) {
  const { t } = useTranslation('predictions')
  const [failed, setFailed] = useState<readonly string[]>([])
  const source = sources.find((candidate) => candidate && !failed.includes(candidate))
  if (!source) {
    return (
      <span className="flex flex-col items-center gap-1 text-xs text-muted">
        <ImageOff aria-hidden className="size-5" /> {t('noPreview')}
      </span>
    )
  }
  return (
    <img
      src={source}
      alt={name}
      decoding="async"
      className={className}
      onError={() => setFailed((known) => [...known, source])}
    />
  )
}
