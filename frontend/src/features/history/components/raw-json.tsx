import { Download } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Prediction } from '@/api/types'
import { CopyButton } from '@/components/copy-button'
import { Button } from '@/components/ui/button'
import { downloadJson, stem } from '@/lib/download'

/** The answer exactly as a program reads it. */
export function RawJson({ prediction }: { prediction: Prediction }) {
  const { t } = useTranslation('history')
  const json = JSON.stringify(prediction, null, 2)
  return (
    <>
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
    </>
  )
}
