import { useMutation, useQueryClient } from '@tanstack/react-query'
import { MoreHorizontal } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import type { Invitation, Person } from '@/api/types'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from '@/components/ui/menu'
import { formatAgo, formatDate } from '@/lib/format'
import { useProblemWords } from '@/lib/use-problem-words'
import { type Change, changePersonMutation, inviteMutation } from '../api'

export interface PersonRowProps {
  person: Person
  isMe: boolean
  onInvited: (invitation: Invitation) => void
}

export function PersonRow({ person, isMe, onInvited }: PersonRowProps) {
  const { t, i18n } = useTranslation('people')
  const seen = person.last_login
    ? t('lastSignIn', { ago: formatAgo(person.last_login, i18n.language) })
    : t(person.has_password ? 'neverSignedIn' : 'notTaken')
  return (
    <li className="flex items-center gap-3 p-4">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <span className={person.is_active ? 'font-medium break-all' : 'font-medium break-all text-muted'}>
            {person.username}
          </span>
          {isMe ? <span className="text-[13px] text-muted">{t('you')}</span> : null}
          {person.is_staff ? <Badge tone="accent">{t('staff')}</Badge> : null}
          {person.is_active ? null : <Badge tone="error">{t('lockedOut')}</Badge>}
        </p>
        <p className="mt-1 flex flex-wrap gap-x-3 text-[13px] text-muted">
          <span>{t('since', { date: formatDate(person.date_joined, i18n.language) })}</span>
          <span>{seen}</span>
        </p>
      </div>
      {isMe ? null : <PersonMenu person={person} onInvited={onInvited} />}
    </li>
  )
}

function PersonMenu({ person, onInvited }: Omit<PersonRowProps, 'isMe'>) {
  const { t } = useTranslation('people')
  const client = useQueryClient()
  const problemWords = useProblemWords()
  const refused = (error: Error) => toast.error(problemWords(error))
  const change = useMutation(changePersonMutation(client, person.id))
  const invite = useMutation(inviteMutation(person.id))
  const name = person.username
  const apply = (wanted: Change, done: string) =>
    change.mutate(wanted, { onSuccess: () => toast.success(done), onError: refused })
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button variant="ghost" size="icon" aria-label={t('actions', { name })}>
          <MoreHorizontal />
        </Button>
      </MenuTrigger>
      <MenuContent align="end">
        {person.is_active ? (
          <>
            <MenuItem onSelect={() => invite.mutate(undefined, { onSuccess: onInvited, onError: refused })}>
              {t(person.has_password ? 'newPassword' : 'inviteAgain')}
            </MenuItem>
            <MenuItem
              onSelect={() =>
                apply({ is_staff: !person.is_staff }, t(person.is_staff ? 'unstaffed' : 'staffed', { name }))
              }
            >
              {t(person.is_staff ? 'unmakeStaff' : 'makeStaff')}
            </MenuItem>
            <MenuSeparator />
            <MenuItem danger onSelect={() => apply({ is_active: false }, t('isLockedOut', { name }))}>
              {t('lockOut')}
            </MenuItem>
          </>
        ) : (
          <MenuItem onSelect={() => apply({ is_active: true }, t('isLetIn', { name }))}>{t('letIn')}</MenuItem>
        )}
      </MenuContent>
    </Menu>
  )
}
