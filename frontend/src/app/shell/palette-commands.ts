import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Languages, LogOut, Mic, Monitor, Moon, Sun, Upload } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { limitsQuery, modelsQuery } from '@/api/catalogue'
import type { User } from '@/api/types'
import type { PaletteCommand } from '@/features/palette/commands'
import { chooseSpoken, hearing, ownSpoken } from '@/features/uploads/spoken'
import { addFiles } from '@/features/uploads/uploads'
import { useSpokenWays } from '@/features/uploads/use-spoken-ways'
import { openFileWindow } from '@/lib/file-window'
import { ACCEPTED_MEDIA } from '@/lib/media-formats'
import { setTheme } from '@/lib/theme'
import { type Language, languages } from '../i18n/i18n'
import { useChangeLanguage } from '../i18n/use-change-language'
import { placesFor } from './nav'
import { useSignOut } from './use-sign-out'

/** What the palette offers on every page. */
export function usePaletteCommands(user: User): PaletteCommand[] {
  const { t, i18n } = useTranslation(['app', 'uploads'])
  const navigate = useNavigate()
  const { data: limits } = useQuery(limitsQuery)
  const signOut = useSignOut()
  const changeLanguage = useChangeLanguage()
  const choose = async () => {
    const files = await openFileWindow(ACCEPTED_MEDIA)
    if (files.length === 0) return
    await addFiles(files, limits, {})
    await navigate({ to: '/' })
  }
  const files: PaletteCommand = {
    id: 'choose-files',
    group: 'act',
    label: t('uploads:choose'),
    icon: Upload,
    run: () => void choose(),
  }
  const spoken = useSpokenCommands(user)
  const go = placesFor(user).map((place): PaletteCommand => ({
    id: `go:${place.to}`,
    group: 'go',
    label: t(`nav.${place.word}`),
    icon: place.icon,
    run: () => void navigate({ to: place.to }),
  }))
  const themes = (
    [
      ['light', Sun],
      ['dark', Moon],
      ['system', Monitor],
    ] as const
  ).map(([theme, icon]): PaletteCommand => ({
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
      run: () => changeLanguage(code as Language),
    }))
  return [
    files,
    ...go,
    ...spoken,
    ...themes,
    ...tongues,
    { id: 'sign-out', group: 'session', label: t('signOut'), icon: LogOut, run: signOut },
  ]
}

/** What will be said to the model that hears sounds by default; then to where one speaks. */
function useSpokenCommands({ id }: User): PaletteCommand[] {
  const { t } = useTranslation('uploads')
  const navigate = useNavigate()
  const waysOf = useSpokenWays()
  const { data: models = [] } = useQuery(modelsQuery)
  const offered = hearing(models, {})?.version
  return (offered ? waysOf(offered) : []).map(({ value, label }) => ({
    id: `spoken:${value}`,
    group: 'settings',
    label: `${t('spoken.label')} ${label}`,
    icon: Mic,
    run: () => {
      ownSpoken(id)
      chooseSpoken(value)
      void navigate({ to: '/' })
    },
  }))
}
