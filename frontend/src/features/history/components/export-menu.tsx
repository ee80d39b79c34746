import { Download } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { Menu, MenuContent, MenuItem, MenuTrigger } from '@/components/ui/menu'
import type { ExportFormat } from '../use-export'

export function ExportMenu({ label, onExport }: { label: string; onExport: (format: ExportFormat) => void }) {
  const { t } = useTranslation('history')
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button>
          <Download /> {label}
        </Button>
      </MenuTrigger>
      <MenuContent align="end">
        {(['csv', 'json'] as const).map((format) => (
          <MenuItem key={format} onSelect={() => onExport(format)}>
            {t(`export.${format}`)}
          </MenuItem>
        ))}
      </MenuContent>
    </Menu>
  )
}
