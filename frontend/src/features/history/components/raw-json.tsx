import { ChevronRight, Download } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Prediction } from '@/api/types'
import { CopyButton } from '@/components/copy-button'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { downloadJson, stem } from '@/lib/download'

/** The answer exactly as a program reads it; written out only when somebody looks. */
export function RawJson({ prediction }: { prediction: Prediction }) {
  const { t } = useTranslation('history')
  const [open, setOpen] = useState(false)
  const json = open ? JSON.stringify(prediction, null, 2) : ''
  return (
    <Card>
      <details className="group" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className="flex min-h-12 cursor-pointer list-none items-center gap-3 px-4 text-sm font-medium [&::-webkit-details-marker]:hidden">
          <ChevronRight aria-hidden className="size-4 text-muted transition-transform group-open:rotate-90" />
          {t('raw.title')}
        </summary>
        <div className="px-4 pb-4">
          <div className="mb-2 flex gap-1">
            <CopyButton text={json} label={t('raw.copy')} />
            <Button
              variant="ghost"
              size="sm"
              onClick={() => downloadJson(prediction, `${stem(prediction.input.name)}.json`)}
            >
              <Download /> {t('raw.download')}
            </Button>
          </div>
          <pre
            // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region needs focus
            tabIndex={0}
            role="region"
            aria-label={t('raw.title')}
            className="max-h-[32rem] overflow-auto rounded-lg bg-sunken p-4 text-[13px] leading-5"
          >
            <code>{json}</code>
          </pre>
        </div>
      </details>
    </Card>
  )
}
