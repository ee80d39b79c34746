import { CircleAlert, RotateCcw, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Limits } from '@/api/types'
import { Button } from '@/components/ui/button'
import type { Upload } from '../queue'
import { removeUpload, retryUpload } from '../uploads'
import { useRefusalWords } from '../use-refusal-words'

/** More are shown when they are asked for: a folder may hold hundreds that are no pictures. */
const SHOWN = 3

/** Files that were not accepted, one line each, and why. Nothing where there are none. */
export function Refusals({ refused, limits }: { refused: readonly Upload[]; limits: Limits | undefined }) {
  const { t } = useTranslation(['uploads', 'app'])
  const [whole, setWhole] = useState(false)
  if (refused.length === 0) return null
  const shown = whole ? refused : refused.slice(0, SHOWN)
  const title = t('refusals.title', { count: refused.length })
  return (
    <section aria-label={title} className="mt-4 rounded-lg border bg-surface py-1.5 pr-1.5 pl-3 text-sm">
      <div className="flex flex-wrap items-center justify-between gap-x-4">
        <p role="status" className="flex min-h-7 items-center gap-2.5 font-medium">
          <CircleAlert aria-hidden className="size-4 shrink-0 text-error" />
          {title}
        </p>
        {refused.length > 1 ? (
          <Button size="sm" variant="ghost" onClick={() => refused.forEach(({ id }) => removeUpload(id))}>
            {t('refusals.discardAll')}
          </Button>
        ) : null}
      </div>
      <ul className="pl-6.5">
        {shown.map((upload) => (
          <Line key={upload.id} upload={upload} limits={limits} />
        ))}
      </ul>
      {refused.length > SHOWN && !whole ? (
        <Button size="sm" variant="ghost" className="ml-4.5" onClick={() => setWhole(true)}>
          {t('refusals.showAll', { count: refused.length })}
        </Button>
      ) : null}
    </section>
  )
}

function Line({ upload, limits }: { upload: Upload; limits: Limits | undefined }) {
  const { t } = useTranslation(['uploads', 'app'])
  const words = useRefusalWords(limits)
  const { name } = upload.file
  const status = upload.error?.status ?? 0
  return (
    <li className="flex items-start gap-1">
      <p className="flex min-w-0 flex-1 flex-wrap gap-x-2 py-1 leading-5">
        <span className="max-w-full truncate font-medium sm:max-w-64" title={name}>
          {name}
        </span>
        <span className="text-muted">{words(upload)}</span>
      </p>
      {status === 401 || status >= 500 ? (
        <Button size="sm" variant="ghost" onClick={() => retryUpload(upload.id)}>
          <RotateCcw /> {t('app:action.tryAgain')}
        </Button>
      ) : null}
      <Button
        size="icon-sm"
        variant="ghost"
        aria-label={t('refusals.discard', { name })}
        onClick={() => removeUpload(upload.id)}
      >
        <X />
      </Button>
    </li>
  )
}
