import { Unlink } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '@/components/ui/empty-state'
import { useExactProblemWords } from '@/lib/use-problem-words'

/** A link that opens nothing: it has ended, or there never was one. */
export function Ended({ unknown, error }: { unknown: boolean; error: Error | null }) {
  const { t } = useTranslation('guest')
  const words = useExactProblemWords()
  return (
    <main className="flex flex-1 flex-col justify-center pb-24">
      <EmptyState isPage icon={Unlink} title={t(unknown ? 'unknown.title' : 'ended')}>
        {unknown || !error ? t('unknown.text') : words(error)}
      </EmptyState>
    </main>
  )
}
