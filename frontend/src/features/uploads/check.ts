import { type ApiError, ownProblem } from '@/api/problem'
import type { Limits } from '@/api/types'
import { mediaKind } from '@/lib/media-kind'

/** The refusals that need no server, as the server would word them in `code`; the page words them itself. */
export function refusalBeforeUpload(file: File, limits: Limits | undefined): ApiError | null {
  if (file.size === 0) return ownProblem(422, 'empty')
  if (limits && file.size > limits.max_bytes) return ownProblem(413, 'too_large')
  if (mediaKind(file) === null && file.type !== '') return ownProblem(415, 'unsupported_media_type')
  return null
}
