import { useTranslation } from 'react-i18next'
import type { Shadow } from '@/api/types'
import { formatNumber } from '@/lib/format'

/** From here on it is called better: one chance in twenty, however often one looks. */
const ENOUGH = 20

/** What the votes prove, in a sentence. */
export function Verdict({ shadow }: { shadow: Shadow }) {
  const { t, i18n } = useTranslation('rollouts')
  const { votes } = shadow.figures
  const isOurs = votes.candidate_evidence > votes.production_evidence
  const evidence = Math.max(votes.candidate_evidence, votes.production_evidence)
  if (votes.candidate + votes.production === 0) return <p className="text-muted">{t('shadow.verdict.none')}</p>
  if (evidence < ENOUGH) {
    const { candidate, production } = shadow
    const counted = { candidate, production, ours: votes.candidate, theirs: votes.production }
    return <p className="text-muted">{t('shadow.verdict.open', counted)}</p>
  }
  return (
    <p className="font-medium">
      {t('shadow.verdict.better', {
        number: isOurs ? shadow.candidate : shadow.production,
        most: Math.max(votes.candidate, votes.production),
        least: Math.min(votes.candidate, votes.production),
        odds: formatNumber(Math.floor(evidence), i18n.language),
      })}
    </p>
  )
}
