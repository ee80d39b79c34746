import { useTranslation } from 'react-i18next'
import type { Classification, GuestPrediction, Transcript } from '@/api/types'
import { ErrorNote } from '@/components/error-note'
import { LabelBars } from '@/components/label-bars'
import { formatPercent } from '@/lib/format'

/** Below this the page does not claim to know, where the version says nothing of it. */
const SURE = 0.5

/** What a version may say of an answer besides: that it does not count as sure, or that it learned nothing like this. */
interface Doubt {
  sure?: boolean
  outside?: boolean
}

/** The answer as the largest thing, or why there is none. */
export function GuestAnswer({ prediction, onRetry }: { prediction: GuestPrediction; onRetry: () => void }) {
  const { t } = useTranslation('guest')
  const { output, error } = prediction
  if (error) return <ErrorNote error={error} onRetry={onRetry} className="text-left" />
  if (!output) return <p className="py-4 text-lg text-muted">{t('canceled')}</p>
  return 'labels' in output ? <Labels output={output} /> : <Words output={output} />
}

function Labels({ output: { labels, sure, outside = false } }: { output: Classification & Doubt }) {
  const { t, i18n } = useTranslation('guest')
  const [first] = labels
  if (!first) return null
  if (outside) return <Outside guess={first.label} />
  const isSure = sure ?? first.score >= SURE
  return (
    <>
      <p className="text-3xl font-semibold tracking-tight text-balance">{isSure ? first.label : t('notSure')}</p>
      <p className="mt-1 mb-4 text-muted tabular-nums">
        {isSure
          ? t('sure', { percent: formatPercent(first.score, i18n.language, 0) })
          : t('maybe', { label: first.label })}
      </p>
      {labels.length > 1 ? <LabelBars labels={labels} top={3} headed={isSure} className="text-left" /> : null}
    </>
  )
}

/** Not knowing is an answer: grey, and not an error. */
function Outside({ guess }: { guess: string }) {
  const { t } = useTranslation('guest')
  return (
    <>
      <p className="text-2xl font-semibold tracking-tight text-balance text-muted">{t('outside')}</p>
      <p className="mt-1 text-muted">{t('nearest', { guess })}</p>
    </>
  )
}

function Words({ output: { text, confidence, outside = false } }: { output: Transcript & Doubt }) {
  const { t, i18n } = useTranslation('guest')
  if (text === '') return <p className="py-4 text-lg text-muted">{t('silence')}</p>
  return (
    <>
      {outside ? <p className="mb-2 text-muted">{t('outside')}</p> : null}
      <p className="text-2xl leading-9 font-semibold text-balance">{text}</p>
      <p className="mt-1 text-muted">{t('sure', { percent: formatPercent(confidence, i18n.language, 0) })}</p>
    </>
  )
}
