import { FolderOpen } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Guest } from '@/api/types'
import { ChooseFiles } from '@/components/choose-files'
import type { GuestFile } from '../api'

export type OnFiles = (files: File[]) => void

type Offered = NonNullable<Guest['spoken']>

/** Camera and microphone, as large buttons; and what the guest says will be said. */
export interface Devices {
  camera: (onFiles: OnFiles) => ReactNode
  microphone: (onFiles: OnFiles) => ReactNode
  spoken: (offered: Offered) => ReactNode
  options: (offered: Offered) => GuestFile['options']
}

export interface WaysProps {
  medium: string
  devices: Devices
  disabled: boolean
  onFiles: OnFiles
}

/** The camera or the microphone first, then a file. */
export function Ways({ medium, devices, disabled, onFiles }: WaysProps) {
  const { t } = useTranslation('guest')
  const isPicture = medium === 'image'
  return (
    <fieldset disabled={disabled} className="m-0 flex min-w-0 flex-col gap-2.5 border-0 p-0">
      {isPicture ? devices.camera(onFiles) : devices.microphone(onFiles)}
      <ChooseFiles size="lg" variant="ghost" accept={isPicture ? 'image/*' : 'audio/*,video/*'} onFiles={onFiles}>
        <FolderOpen /> {t(isPicture ? 'choose.image' : 'choose.sound')}
      </ChooseFiles>
    </fieldset>
  )
}
