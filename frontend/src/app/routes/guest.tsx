import { createRoute, useLocation } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { limitsQuery } from '@/api/catalogue'
import { CameraButton } from '@/features/uploads/components/camera-button'
import { RecordButton } from '@/features/uploads/components/record-button'
import { OfferedSelect } from '@/features/uploads/components/spoken-select'
import { chosenOptions, ownSpoken } from '@/features/uploads/spoken'
import { addWords } from '../i18n/i18n'
import { place, placeWith } from '../place'
import { LanguageMenu } from '../shell/language-menu'
import { ThemeMenu } from '../shell/theme-menu'
import { rootRoute } from './root'

const GuestPage = place(
  () => import('@/features/guest/components/guest-page'),
  (m) => m.GuestPage,
)

/** For who has a link: what opens the model stands behind the #, which is sent to nobody. */
export const guestRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/s',
  beforeLoad: () => {
    ownSpoken(NOBODY)
    return addWords('guest')
  },
  component: placeWith(GuestPage, GuestRoute),
})

/** Guests have no account; what they chose is kept on their device. */
const NOBODY = 0
const LARGE = { variant: 'primary', size: 'lg', className: 'h-14 text-base' } as const

function GuestRoute(): ReactNode {
  const token = useLocation({ select: (location) => location.hash })
  const { data: limits } = useQuery(limitsQuery)
  return (
    <GuestPage
      key={token}
      token={token}
      devices={{
        camera: (onFiles) => <CameraButton {...LARGE} onFiles={onFiles} />,
        microphone: (onFiles) => <RecordButton {...LARGE} maxSeconds={limits?.max_seconds ?? 600} onFiles={onFiles} />,
        spoken: (offered) => <OfferedSelect offered={offered} />,
        options: chosenOptions,
      }}
      tools={
        <>
          <LanguageMenu />
          <ThemeMenu />
        </>
      }
    />
  )
}
