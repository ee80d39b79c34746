import { useQuery } from '@tanstack/react-query'
import { UserPlus } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { sessionQuery } from '@/api/session'
import type { Invitation } from '@/api/types'
import { ErrorNote } from '@/components/error-note'
import { PageHeader } from '@/components/page-header'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Skeleton } from '@/components/ui/skeleton'
import { peopleQuery } from '../api'
import { InvitationDialog } from './invitation-dialog'
import { NewPersonDialog } from './new-person-dialog'
import { PersonRow } from './person-row'

/** Who has an account; for staff. */
export function PeoplePage() {
  const { t } = useTranslation('people')
  const people = useQuery(peopleQuery)
  const me = useQuery(sessionQuery).data?.user?.id
  const [making, setMaking] = useState(false)
  const [invitation, setInvitation] = useState<Invitation | null>(null)
  return (
    <div className="max-w-3xl">
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        actions={
          <Button variant="primary" onClick={() => setMaking(true)}>
            <UserPlus /> {t('make')}
          </Button>
        }
      />
      {people.error ? (
        <ErrorNote error={people.error} onRetry={() => void people.refetch()} />
      ) : people.data === undefined ? (
        <Skeleton className="h-56 rounded-lg" />
      ) : (
        <Card>
          <ul className="divide-y">
            {people.data.map((person) => (
              <PersonRow key={person.id} person={person} isMe={person.id === me} onInvited={setInvitation} />
            ))}
          </ul>
        </Card>
      )}
      {making ? <NewPersonDialog onClose={() => setMaking(false)} /> : null}
      {invitation ? <InvitationDialog invitation={invitation} onClose={() => setInvitation(null)} /> : null}
    </div>
  )
}
