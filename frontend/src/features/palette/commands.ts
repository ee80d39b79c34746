import type { LucideIcon } from 'lucide-react'

/** One thing the palette can do. The app hands these in, because only it knows routes and settings. */
export interface PaletteCommand {
  id: string
  group: 'act' | 'go' | 'settings' | 'session'
  label: string
  icon: LucideIcon
  /** Shown at the right, for example "G H". */
  shortcut?: string
  run: () => void
}
