import { Monitor, Moon, Sun } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { Menu, MenuContent, MenuRadioGroup, MenuRadioItem, MenuTrigger } from '@/components/ui/menu'
import { readTheme, setTheme, subscribeTheme, type Theme } from '@/lib/theme'

const icons = { light: Sun, dark: Moon, system: Monitor }

export function ThemeMenu() {
  const { t } = useTranslation('app')
  const theme = useSyncExternalStore(subscribeTheme, readTheme)
  const Icon = icons[theme]
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button variant="ghost" size="icon" aria-label={t('theme.label')}>
          <Icon />
        </Button>
      </MenuTrigger>
      <MenuContent align="end">
        <MenuRadioGroup value={theme} onValueChange={(value) => setTheme(value as Theme)}>
          {(['light', 'dark', 'system'] as const).map((choice) => (
            <MenuRadioItem key={choice} value={choice}>
              {t(`theme.${choice}`)}
            </MenuRadioItem>
          ))}
        </MenuRadioGroup>
      </MenuContent>
    </Menu>
  )
}
