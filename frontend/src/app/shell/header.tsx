import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { User } from '@/api/types'
import { Logo } from '@/components/logo'
import { LanguageMenu } from './language-menu'
import { LiveSign } from './live-sign'
import { PaletteButton } from './palette-button'
import { ThemeMenu } from './theme-menu'
import { UserMenu } from './user-menu'
import { WaitingSign } from './waiting-sign'

export function Header({ user }: { user: User }) {
  const { t } = useTranslation('app')
  return (
    <header className="sticky top-0 z-20 border-b bg-background/90 backdrop-blur-sm">
      <div className="mx-auto flex h-14 max-w-6xl items-center gap-1 px-4 md:px-8">
        <Link to="/" aria-label={t('nav.tryIt')} className="mr-1 rounded-md md:hidden">
          <Logo className="size-7" />
        </Link>
        <LiveSign />
        <WaitingSign />
        <div className="flex-1" />
        <PaletteButton user={user} />
        <LanguageMenu />
        <ThemeMenu />
        <UserMenu user={user} />
      </div>
    </header>
  )
}
