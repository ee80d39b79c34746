import { useNavigate } from '@tanstack/react-router'
import { Languages, LogOut, Monitor, Moon, Sun } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { User } from '@/api/types'
import type { PaletteCommand } from '@/features/palette/commands'
import { setTheme } from '@/lib/theme'
import { changeLanguage, type Language, languages } from '../i18n/i18n'
import { placesFor } from './nav'
import { useSignOut } from './use-sign-out'

/** What the palette offers on every page. */
export function usePaletteCommands(user: User): PaletteCommand[] {
  const { t, i18n } = useTranslation('app')
  const navigate = useNavigate()
  const signOut = useSignOut()
  const go = placesFor(user).map((place): PaletteCommand => ({
    id: `go:${place.to}`,
    group: 'go',
    label: t(`nav.${place.word}`),
    icon: place.icon,
    run: () => void navigate({ to: place.to }),
  }))
  const themes = ([['light', Sun], ['dark', Moon], ['system', Monitor]] as const).map(([theme, icon]): PaletteCommand => ({
    id: `theme:${theme}`,
    group: 'settings',
    label: `${t('theme.label')}: ${t(`theme.${theme}`)}`,
    icon,
    run: () => setTheme(theme),
  }))
  const tongues = Object.entries(languages)
    .filter(([code]) => code !== i18n.language)
    .map(([code, name]): PaletteCommand => ({
      id: `language:${code}`,
      group: 'settings',
      label: `${t('language')}: ${name}`,
      icon: Languages,
      run: () => void changeLanguage(code as Language),
    }))
  return [...go, ...themes, ...tongues, { id: 'sign-out', group: 'session', label: t('signOut'), icon: LogOut, run: signOut }]
}
