import { useMutation } from '@tanstack/react-query'
import { AudioLines } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { type Example, fetchExample } from '../api'

/** Files to try with one click; nothing at all where there are none. */
export function ExampleStrip({
  examples,
  onFiles,
}: {
  examples: readonly Example[]
  onFiles: (files: File[]) => void
}) {
  const { t, i18n } = useTranslation('uploads')
  const send = useMutation({ mutationFn: fetchExample, onSuccess: (file) => onFiles([file]) })
  if (examples.length === 0) return null
  return (
    <section aria-labelledby="examples" className="mt-6">
      <h2 id="examples" className="mb-2 text-[13px] font-medium text-muted">
        {t('examples.title')}
      </h2>
      <ul className="grid grid-cols-2 gap-3 md:grid-cols-4">
        {examples.map((example) => (
          <li key={example.file}>
            <button
              type="button"
              disabled={send.isPending}
              onClick={() => send.mutate(example.file)}
              className="flex w-full items-center gap-3 rounded-lg border bg-surface p-2 text-left transition-colors hover:border-border-strong disabled:opacity-60"
            >
              {example.kind === 'image' ? (
                <img
                  src={`/examples/${example.file}`}
                  alt=""
                  width={56}
                  height={56}
                  className="size-14 shrink-0 rounded-md object-cover"
                />
              ) : (
                <span className="flex size-14 shrink-0 items-center justify-center rounded-md bg-sunken">
                  <AudioLines aria-hidden className="size-6 text-accent" strokeWidth={1.6} />
                </span>
              )}
              <span className="min-w-0">
                <span className="line-clamp-3 text-sm leading-tight font-medium">
                  {example.title[i18n.language] ?? example.title.en}
                </span>
                <span className="block text-xs text-muted">
                  {example.kind === 'image' ? t('examples.picture') : t('examples.sound')}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
