import { ImageOff } from 'lucide-react'
import { useState } from 'react'
import { cn } from '@/lib/class-names'
import type { Item } from '../types'
import { keepPixels } from '@/lib/keep-pixels'
import { PlayButton } from '../../shared/components/play-button'

/** Files of a data set: pictures to look at, sounds to listen to, each with its answer. */
export function ItemGrid({ items, speech }: { items: Item[]; speech: boolean }) {
  return (
    <ul className={cn('grid gap-3', speech ? 'sm:grid-cols-2' : 'grid-cols-[repeat(auto-fill,minmax(6.5rem,1fr))]')}>
      {items.map((item, index) => (
        <li key={`${index} ${item.name}`} className="min-w-0">
          {speech ? <Clip item={item} /> : <Picture item={item} />}
        </li>
      ))}
    </ul>
  )
}

function Picture({ item }: { item: Item }) {
  const [broken, setBroken] = useState(false)
  return (
    <figure title={item.name}>
      {item.url && !broken ? (
        <img
          src={item.url}
          alt={item.answer || item.name}
          loading="lazy"
          decoding="async"
          onLoad={keepPixels}
          onError={() => setBroken(true)}
          className="aspect-square w-full rounded-md bg-sunken object-contain"
        />
      ) : (
        <span className="flex aspect-square w-full items-center justify-center rounded-md bg-sunken text-muted">
          <ImageOff aria-hidden className="size-5" />
        </span>
      )}
      <figcaption className="mt-1 text-xs">
        <span className="block truncate font-medium">{item.answer}</span>
        <span className="block truncate text-muted">{item.name.split('/').at(-1)}</span>
      </figcaption>
    </figure>
  )
}

function Clip({ item }: { item: Item }) {
  return (
    <div className="flex items-center gap-3 rounded-md border p-2.5" title={item.name}>
      <PlayButton url={item.url} name={item.name} />
      <div className="min-w-0 text-[13px]">
        <p className="line-clamp-2">{item.answer || '–'}</p>
        <p className="truncate text-xs text-muted">{item.name.split('/').at(-1)}</p>
      </div>
    </div>
  )
}
