import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { modelsQuery } from '@/api/catalogue'
import { usePredictionList } from '@/api/predictions/use-prediction-list'
import type { Prediction } from '@/api/types'
import { Card, CardTitle } from '@/components/ui/card'
import { otherVersions } from '../other-versions'
import { AnswerBeside } from './answer-beside'
import { AskAnother } from './ask-another'
import { VoteButtons } from './vote-buttons'

/** More would be a list, which History is. */
const MOST = 5

/** What other models and versions answer to the same file, beside this answer, and the way to ask one more. */
export function OtherAnswers({ prediction }: { prediction: Prediction }) {
  const { t } = useTranslation('predictions')
  const { rows } = usePredictionList({ sha256: prediction.input.sha256 })
  const { data: models = [] } = useQuery(modelsQuery)
  const others = rows.filter((row) => row.id !== prediction.id).slice(0, MOST)
  const versions = otherVersions(prediction, models)
  if (others.length === 0 && versions.length === 0) return null
  return (
    <Card className="p-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div>
          <CardTitle>{t('beside.title')}</CardTitle>
          {others.length === 0 ? <p className="mt-1 text-[13px] text-muted">{t('beside.none')}</p> : null}
        </div>
        {versions.length > 0 ? <AskAnother id={prediction.id} versions={versions} /> : null}
      </div>
      {others.length > 0 ? (
        <ul className="mt-4 grid gap-3 sm:grid-cols-[repeat(auto-fill,minmax(17rem,1fr))]">
          <li className="rounded-md border border-accent p-3">
            <AnswerBeside prediction={prediction} here />
          </li>
          {others.map((other) => (
            <li key={other.id} className="flex flex-col gap-3 rounded-md border p-3">
              <AnswerBeside prediction={other} />
              <VoteButtons prediction={prediction} other={other} />
            </li>
          ))}
        </ul>
      ) : null}
    </Card>
  )
}
