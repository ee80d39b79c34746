import { useTranslation } from 'react-i18next'
import { Card } from '@/components/ui/card'
import { formatNumber, formatPercent } from '@/lib/format'
import { matrixOf, mistakesOf, untestedOf } from '../run'
import type { Evaluation } from '../types'
import { Confusion } from './confusion'
import { PerClass } from './per-class'
import { Section } from '@/components/section'
import { WorstItems } from './worst-items'

const MOST_MISTAKES = 8
/** In a larger matrix nobody finds anything; the list of mistakes says the same. */
const MOST_IN_MATRIX = 30

/** What the test split said, which was read once, at the end. */
export function EvaluationView({ evaluation }: { evaluation: Evaluation }) {
  const { t, i18n } = useTranslation('runs')
  const perClass = evaluation.per_class
  const matrix = matrixOf(evaluation)
  const mistakes = mistakesOf(matrix, MOST_MISTAKES)
  const untested = untestedOf(evaluation)
  const number = formatNumber(evaluation.items, i18n.language)
  return (
    <Section title={t('evaluation.title')} lead={t('evaluation.lead', { count: evaluation.items, number })}>
      <div className="flex flex-col gap-8">
        <Measures evaluation={evaluation} />
        {perClass ? (
          <div className="grid gap-x-10 gap-y-8 lg:grid-cols-2">
            {matrix.rows.length > 0 && matrix.columns.length <= MOST_IN_MATRIX ? <Confusion matrix={matrix} /> : null}
            <div className="flex min-w-0 flex-col gap-8">
              <PerClass shares={perClass} untested={untested} />
              {mistakes.length > 0 ? (
                <div>
                  <h3 className="mb-2 text-[13px] font-medium text-muted">{t('evaluation.mistakes')}</h3>
                  <ul className="flex flex-col gap-1 text-sm">
                    {mistakes.map(({ right, answered, count }) => (
                      <li key={`${right} ${answered}`} className="flex justify-between gap-3">
                        {t('evaluation.mistake', { right, answered })}
                        <span className="text-muted tabular-nums">
                          {t('evaluation.times', { count, number: formatNumber(count, i18n.language) })}
                        </span>
                      </li>
                    ))}
                  </ul>
                </div>
              ) : null}
            </div>
          </div>
        ) : null}
        {evaluation.worst.length > 0 ? <WorstItems items={evaluation.worst} /> : null}
      </div>
    </Section>
  )
}

function Measures({ evaluation }: { evaluation: Evaluation }) {
  const { t, i18n } = useTranslation('runs')
  const percent = (share: number) => formatPercent(share, i18n.language)
  const between = (interval: number[] | undefined) =>
    interval && interval.length === 2
      ? t('evaluation.between', { low: percent(interval[0] ?? 0), high: percent(interval[1] ?? 0) })
      : null
  const { top1, top5, wer, cer, words, calibration_error: calibration } = evaluation
  const edits = {
    substitutions: evaluation.substitutions ?? 0,
    insertions: evaluation.insertions ?? 0,
    deletions: evaluation.deletions ?? 0,
  }
  const measures = [
    top1 === undefined
      ? null
      : { name: t('metric.top1.name'), value: percent(top1), note: between(evaluation.top1_interval) },
    top5 === undefined || (evaluation.labels?.length ?? 0) <= 5
      ? null
      : { name: t('evaluation.top5'), value: percent(top5), note: null },
    calibration === undefined
      ? null
      : { name: t('evaluation.calibration'), value: percent(calibration), note: t('evaluation.calibrationNote') },
    wer === undefined
      ? null
      : { name: t('metric.wer.name'), value: percent(wer), note: between(evaluation.wer_interval) },
    cer === undefined
      ? null
      : { name: t('evaluation.cer'), value: percent(cer), note: between(evaluation.cer_interval) },
    words === undefined
      ? null
      : { name: t('evaluation.words'), value: formatNumber(words, i18n.language), note: t('evaluation.edits', edits) },
  ]
  return (
    <Card className="p-4">
      <dl className="grid gap-x-6 gap-y-4 sm:grid-cols-3">
        {measures.flatMap((measure) =>
          measure ? (
            <div key={measure.name}>
              <dt className="text-[13px] text-muted">{measure.name}</dt>
              <dd className="text-2xl font-semibold tracking-tight tabular-nums">{measure.value}</dd>
              {measure.note ? <dd className="text-xs text-muted tabular-nums">{measure.note}</dd> : null}
            </div>
          ) : (
            []
          ),
        )}
      </dl>
    </Card>
  )
}
