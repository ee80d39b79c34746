import { ImageOff } from 'lucide-react'
import { useState } from 'react'
import type { Prediction } from '@/api/types'
import { Waveform } from '@/components/waveform'
import { mediumOf } from '@/lib/kinds'

/** The picture, or the shape of the sound: told apart at a glance, with no download of the file itself. */
export function Thumbnail({ prediction }: { prediction: Prediction }) {
  const { input } = prediction
  const [broken, setBroken] = useState<string | null>(null)
  if (mediumOf(prediction) === 'sound') {
    return (
      <span className="flex size-10 items-center rounded-md bg-sunken px-1">
        <Waveform peaks={input.peaks ?? []} bars={16} className="h-7" />
      </span>
    )
  }
  const source = input.thumbnail_url
  if (!source || broken === source) {
    return (
      <span className="flex size-10 items-center justify-center rounded-md bg-sunken text-muted">
        <ImageOff aria-hidden className="size-4" />
      </span>
    )
  }
  return (
    <img
      src={source}
      alt=""
      loading="lazy"
      decoding="async"
      onError={() => setBroken(source)}
      className="size-10 rounded-md bg-sunken object-cover"
    />
  )
}
