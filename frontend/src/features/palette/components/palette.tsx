import { useTranslation } from 'react-i18next'
import { Dialog } from '@/components/ui/dialog'
import { Button } from '@/components/ui/button'
import type { PaletteCommand } from '../commands'

export interface PaletteProps {
  commands: PaletteCommand[]
  onClose: () => void
}

export function Palette({ commands, onClose }: PaletteProps) {
  const { t } = useTranslation(['palette', 'app'])
  return (
    <Dialog open onOpenChange={onClose} title={t('title')} closeLabel={t('app:action.close')}>
      <ul className="flex flex-col">
        {commands.map((command) => (
          <li key={command.id}>
            <Button
              variant="ghost"
              className="w-full justify-start"
              onClick={() => {
                onClose()
                command.run()
              }}
            >
              <command.icon /> {command.label}
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
