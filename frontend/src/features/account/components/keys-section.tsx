import { useQuery } from '@tanstack/react-query'
import { KeyRound, Plus } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { apiKeysQuery } from '@/api/api-keys'
import type { ApiKey } from '@/api/types'
import { ErrorNote } from '@/components/error-note'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Skeleton } from '@/components/ui/skeleton'
import { DeleteKeyDialog } from './delete-key-dialog'
import { KeyList } from './key-list'
import { NewKeyDialog } from './new-key-dialog'
import { Section } from '@/components/section'

export function KeysSection({ isStaff }: { isStaff: boolean }) {
  const { t } = useTranslation('account')
  const [making, setMaking] = useState(false)
  const [doomed, setDoomed] = useState<ApiKey | null>(null)
  const keys = useQuery(apiKeysQuery)
  const make = (
    <Button variant="primary" onClick={() => setMaking(true)}>
      <Plus /> {t('keys.make')}
    </Button>
  )
  return (
    <Section title={t('keys.title')} lead={t('keys.lead')} action={keys.data?.length ? make : undefined}>
      {keys.error ? (
        <ErrorNote error={keys.error} onRetry={() => void keys.refetch()} />
      ) : keys.data === undefined ? (
        <Skeleton className="h-44 rounded-lg" />
      ) : keys.data.length === 0 ? (
        <EmptyState icon={KeyRound} title={t('keys.none')} action={make}>
          {t('keys.noneText')}
        </EmptyState>
      ) : (
        <KeyList keys={keys.data} onDelete={setDoomed} />
      )}
      {making ? <NewKeyDialog isStaff={isStaff} onClose={() => setMaking(false)} /> : null}
      {doomed ? <DeleteKeyDialog apiKey={doomed} onClose={() => setDoomed(null)} /> : null}
    </Section>
  )
}
