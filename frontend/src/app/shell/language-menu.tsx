import { Languages } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { Menu, MenuContent, MenuRadioGroup, MenuRadioItem, MenuTrigger } from '@/components/ui/menu'
import { type Language, languages } from '../i18n/i18n'
import { useChangeLanguage } from '../i18n/use-change-language'

export function LanguageMenu() {
  const { t, i18n } = useTranslation('app')
  const change = useChangeLanguage()
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button variant="ghost" size="icon" aria-label={t('language')}>
          <Languages />
        </Button>
      </MenuTrigger>
      <MenuContent align="end">
        <MenuRadioGroup value={i18n.language} onValueChange={(language) => change(language as Language)}>
          {Object.entries(languages).map(([code, name]) => (
            <MenuRadioItem key={code} value={code} lang={code}>
              {name}
            </MenuRadioItem>
          ))}
        </MenuRadioGroup>
      </MenuContent>
    </Menu>
  )
}
