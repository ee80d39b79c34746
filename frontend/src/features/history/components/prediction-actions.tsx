import { Ban, Braces, Captions, Download, FileText, RotateCcw, Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { transcriptAddress } from '@/api/predictions/requests'
import { isFinal, type Prediction, transcriptOf } from '@/api/types'
import { Button } from '@/components/ui/button'
import { Menu, MenuContent, MenuItem, MenuTrigger } from '@/components/ui/menu'
import { downloadJson, stem } from '@/lib/download'

export interface PredictionActionsProps {
  prediction: Prediction
  onCancel: (id: string) => void
  onRetry: (id: string) => void
  onDelete: (id: string) => void
}

export function PredictionActions({ prediction, onCancel, onRetry, onDelete }: PredictionActionsProps) {
  const { t } = useTranslation(['history', 'app'])
  const { id, status } = prediction
  return (
    <>
      {isFinal(status) ? (
        <Button onClick={() => onRetry(id)}>
          <RotateCcw /> {t('action.again')}
        </Button>
      ) : (
        <Button onClick={() => onCancel(id)}>
          <Ban /> {t('app:action.cancel')}
        </Button>
      )}
      <Downloads prediction={prediction} />
      <Button variant="ghost" onClick={() => onDelete(id)}>
        <Trash2 /> {t('app:action.delete')}
      </Button>
    </>
  )
}

function Downloads({ prediction }: { prediction: Prediction }) {
  const { t } = useTranslation(['history', 'app'])
  const { id, input } = prediction
  const formats = transcriptOf(prediction) ? (['srt', 'vtt', 'txt'] as const) : []
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button>
          <Download /> {t('app:action.download')}
        </Button>
      </MenuTrigger>
      <MenuContent align="end">
        <MenuItem onSelect={() => downloadJson(prediction, `${stem(input.name)}.json`)}>
          <Braces /> {t('download.json')}
        </MenuItem>
        {formats.map((format) => (
          <MenuItem key={format} asChild>
            <a href={transcriptAddress(id, format)} download>
              {format === 'txt' ? <FileText /> : <Captions />} {t(`download.${format}`)}
            </a>
          </MenuItem>
        ))}
        <MenuItem asChild>
          <a href={input.url} download={input.name}>
            <Download /> {t('download.original')}
          </a>
        </MenuItem>
      </MenuContent>
    </Menu>
  )
}
