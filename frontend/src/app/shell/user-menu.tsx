import { CircleUserRound, Database, LogOut } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { User } from '@/api/types'
import { Button } from '@/components/ui/button'
import { Menu, MenuContent, MenuItem, MenuLabel, MenuSeparator, MenuTrigger } from '@/components/ui/menu'
import { useSignOut } from './use-sign-out'

export function UserMenu({ user }: { user: User }) {
  const { t } = useTranslation('app')
  const signOut = useSignOut()
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button variant="ghost" size="icon" aria-label={t('you', { name: user.username })}>
          <CircleUserRound />
        </Button>
      </MenuTrigger>
      <MenuContent align="end">
        <MenuLabel>{t('you', { name: user.username })}</MenuLabel>
        <MenuSeparator />
        {user.is_staff ? (
          <MenuItem asChild>
            <a href="/admin/">
              <Database /> {t('admin')}
            </a>
          </MenuItem>
        ) : null}
        <MenuItem onSelect={signOut}>
          <LogOut /> {t('signOut')}
        </MenuItem>
      </MenuContent>
    </Menu>
  )
}
