import { Layers } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { Menu, MenuContent, MenuItem, MenuTrigger } from '@/components/ui/menu'
import { usePredictionActions } from '../actions'
import type { OtherVersion } from '../other-versions'

/** Has another version or model answer the same file, without sending it again. */
export function AskAnother({ id, versions }: { id: string; versions: readonly OtherVersion[] }) {
  const { t } = useTranslation('predictions')
  const { askAnother } = usePredictionActions()
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button size="sm" disabled={askAnother.isPending}>
          <Layers /> {t('beside.ask')}
        </Button>
      </MenuTrigger>
      <MenuContent align="end">
        {versions.map(({ model, title, number }) => (
          <MenuItem key={model} onSelect={() => askAnother.mutate({ id, model })}>
            {t('beside.version', { title, number })}
          </MenuItem>
        ))}
      </MenuContent>
    </Menu>
  )
}
