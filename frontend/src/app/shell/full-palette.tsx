import type { User } from '@/api/types'
import { Palette } from '@/features/palette/components/palette'
import { usePaletteCommands } from './palette-commands'

/** The palette with all that can be done here. */
export function FullPalette({ user, onClose }: { user: User; onClose: () => void }) {
  return <Palette commands={usePaletteCommands(user)} onClose={onClose} />
}
