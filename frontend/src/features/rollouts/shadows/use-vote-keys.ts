import { useEffect, useEffectEvent } from 'react'
import { isTyped } from '@/lib/is-typed'
import type { Choice } from './api'

/** The two keys that fingers rest on choose a side. */
export const voteKeys = { left: 'F', right: 'J', both: 'B', neither: 'N', undo: 'U' } as const

const choices: Record<string, Choice> = { f: 'left', j: 'right', b: 'both', n: 'neither' }

export function useVoteKeys(choose: (choice: Choice) => void, undo: () => void): void {
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    const key = event.key.toLowerCase()
    if (event.repeat || isTyped(event)) return
    const choice = choices[key]
    if (choice) choose(choice)
    else if (key === voteKeys.undo.toLowerCase()) undo()
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => pressed(event)
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
}
