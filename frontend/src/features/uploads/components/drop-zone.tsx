import { AudioLines, Files, FolderOpen, ImagePlus } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Limits } from '@/api/types'
import { formatBytes, formatDuration } from '@/lib/format'
import { ACCEPTED_MEDIA, formatNames } from '@/lib/media-formats'
import { CameraButton } from './camera-button'
import { ChooseFiles } from '@/components/choose-files'
import { ChoiceFields, type ChoiceFieldsProps } from './choice-fields'
import { RecordButton } from './record-button'

export interface DropZoneProps extends ChoiceFieldsProps {
  /** A bar instead of the large field, once there are answers to look at. */
  compact: boolean
  limits: Limits | undefined
  onFiles: (files: File[]) => void
}

export function DropZone(props: DropZoneProps) {
  const { t } = useTranslation('uploads')
  return (
    <section aria-label={t('title')} className="rounded-xl border border-dashed border-border-strong bg-surface">
      {props.compact ? <Bar {...props} /> : <Field {...props} />}
    </section>
  )
}

function Field(props: DropZoneProps) {
  const { t } = useTranslation('uploads')
  return (
    <div className="flex min-h-80 flex-col items-center justify-center gap-5 px-4 py-10 text-center">
      <span aria-hidden className="flex gap-3 text-accent">
        <ImagePlus className="size-10" strokeWidth={1.4} />
        <AudioLines className="size-10" strokeWidth={1.4} />
      </span>
      <p className="text-lg font-semibold tracking-tight">{t(onPhone ? 'send' : 'drop')}</p>
      <div className="flex flex-wrap justify-center gap-2">
        <Buttons {...props} />
      </div>
      <div className="flex flex-col items-center gap-1 text-[13px] text-muted">
        <p>
          {props.limits
            ? `${formatNames(props.limits.image_types)} · ${formatNames(props.limits.sound_types)}`
            : '\u00a0'}
        </p>
        <LimitsLine limits={props.limits} />
      </div>
      <ChoiceFields {...props} />
    </div>
  )
}

function Bar(props: DropZoneProps) {
  const { t } = useTranslation('uploads')
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-3 py-2.5">
      <div className="flex grow gap-2 max-sm:[&_button]:grow max-sm:[&_button]:px-2 max-sm:[&_svg]:hidden sm:grow-0">
        <Buttons {...props} />
      </div>
      <div className="hidden min-w-0 flex-1 text-[13px] text-muted min-[110rem]:block">
        <p className="truncate">{t('dropShort')}</p>
        <LimitsLine limits={props.limits} />
      </div>
      <ChoiceFields {...props} />
    </div>
  )
}

/** A phone has a camera and a microphone at hand, and neither folders to choose from nor anything to drop. */
const onPhone = matchMedia('(pointer: coarse)').matches

function Buttons({ onFiles, limits, compact, models, choice }: DropZoneProps) {
  const { t } = useTranslation('uploads')
  const devices = (
    <>
      <CameraButton onFiles={onFiles} />
      <RecordButton maxSeconds={limits?.max_seconds ?? 600} models={models} choice={choice} onFiles={onFiles} />
    </>
  )
  return (
    <>
      {onPhone ? devices : null}
      <ChooseFiles variant="primary" accept={ACCEPTED_MEDIA} multiple onFiles={onFiles}>
        <Files /> {t('choose')}
      </ChooseFiles>
      {onPhone ? null : (
        <>
          <ChooseFiles
            folder
            size={compact ? 'icon' : 'md'}
            // Its sign is all that it has, also where the window is too narrow for signs beside words.
            className={compact ? 'max-sm:[&_svg]:block!' : ''}
            aria-label={t('chooseFolder')}
            title={compact ? t('chooseFolder') : undefined}
            onFiles={onFiles}
          >
            <FolderOpen /> {compact ? null : t('chooseFolder')}
          </ChooseFiles>
          {devices}
        </>
      )}
    </>
  )
}

/** Keeps its line while the limits are still being read. */
function LimitsLine({ limits }: { limits: Limits | undefined }): ReactNode {
  const { t, i18n } = useTranslation('uploads')
  if (!limits) return <p>&nbsp;</p>
  return (
    <p className="truncate">
      {t('limits', {
        size: formatBytes(limits.max_bytes, i18n.language),
        length: formatDuration(limits.max_seconds, i18n.language),
      })}
    </p>
  )
}
