import { useSyncExternalStore } from 'react'
import { Toaster } from 'sonner'
import { readTheme, subscribeTheme } from '@/lib/theme'

/** Short messages at the foot of the page, above a phone's bottom bar. */
export function Toasts() {
  const theme = useSyncExternalStore(subscribeTheme, readTheme)
  return (
    <Toaster
      theme={theme}
      position="bottom-center"
      offset={24}
      mobileOffset={{ bottom: 80 }}
      toastOptions={{
        style: {
          fontFamily: 'inherit',
          fontSize: 14,
          background: 'var(--raised)',
          color: 'var(--foreground)',
          borderColor: 'var(--border)',
          borderRadius: 10,
          boxShadow: 'var(--float)',
        },
        actionButtonStyle: {
          height: 28,
          padding: '0 10px',
          fontSize: 13,
          background: 'var(--accent)',
          color: 'var(--on-accent)',
          borderRadius: 8,
        },
      }}
    />
  )
}
