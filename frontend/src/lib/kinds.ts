import { AudioLines, File, Image, type LucideIcon } from 'lucide-react'
import type { Kind, Prediction } from '@/api/types'

export type { Kind }

export type Medium = 'image' | 'sound'

interface KindRow {
  icon: LucideIcon
  /** What a file for it holds. */
  medium: Medium | 'other'
  /** What it answers and learns. */
  answer: 'label' | 'text' | 'other'
  /** The figure by which its models are compared. */
  metric: 'top1' | 'wer'
  /** A file's name in samples of code. */
  example: string
}

/** All that differs between kinds of models; the compiler wants a row for each kind that the server has. */
const KINDS = {
  'image-classification': { icon: Image, medium: 'image', answer: 'label', metric: 'top1', example: 'cat.jpg' },
  'speech-recognition': { icon: AudioLines, medium: 'sound', answer: 'text', metric: 'wer', example: 'seven.wav' },
} as const satisfies Record<Kind, KindRow>

/** Of a server that is newer than the page: its files and answers are shown by what they are. */
const OTHER: KindRow = { icon: File, medium: 'other', answer: 'other', metric: 'top1', example: 'file' }

export const kinds = Object.keys(KINDS) as Kind[]

export function kindOf(kind: Kind | null): KindRow {
  return (KINDS as Partial<Record<string, KindRow>>)[kind ?? ''] ?? OTHER
}

/** The kind that a file goes to where nobody names a model. */
export function usualKind(medium: Medium): Kind | null {
  return kinds.find((kind) => kindOf(kind).medium === medium) ?? null
}

export function mediumOf({ input }: Prediction): Medium {
  return input.duration === undefined ? 'image' : 'sound'
}
