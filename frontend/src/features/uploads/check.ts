import { type ApiError, ownProblem } from '@/api/problem'
import type { Limits } from '@/api/types'
import { mediaKind } from '@/lib/media-formats'
import { isReadable } from '@/lib/readable'
import { kindOf } from '@/lib/kinds'
import type { NewUpload } from './queue'

/** Enough for the header of a picture, with the preview that a camera puts before it. */
const HEADER_BYTES = 512 * 1024

/**
 * The refusals that need no server. Pixels are read from the header: drawing a preview of 400 million of them would stop
 * the page before the server could refuse.
 */
export async function refusalBeforeUpload(file: File, limits: Limits | undefined): Promise<ApiError | null> {
  if (!(await isReadable(file))) return ownProblem(422, 'unreadable')
  if (file.size === 0) return ownProblem(422, 'empty')
  if (limits && file.size > limits.max_bytes) return ownProblem(413, 'too_large')
  if (mediaKind(file) === null && file.type !== '') return ownProblem(415, 'unsupported_media_type')
  if (limits && (await pixelsOf(file)) > limits.max_pixels) return ownProblem(413, 'too_many_pixels')
  return null
}

async function pixelsOf(file: File): Promise<number> {
  if (kindOf(mediaKind(file)).medium !== 'image') return 0
  // Not there, as after a new version of the page: the server looks.
  const reader = await import('image-dimensions').catch(() => null)
  if (reader === null) return 0
  const header = new Uint8Array(await file.slice(0, HEADER_BYTES).arrayBuffer())
  const size = reader.imageDimensionsFromData(header)
  return size ? size.width * size.height : 0
}

/**
 * A refusal with what it means for this file, beside its name: the server says the name as well, and has one code for each
 * limit, of which the file tells which it broke.
 */
export function refusalOf({ file }: NewUpload, refusal: ApiError, limits: Limits | undefined): ApiError {
  const { status, code } = refusal
  const detail = refusal.problem.detail.replace(`${file.name}: `, '')
  if (code === 'unsupported_media_type') return ownProblem(status, 'no_media', detail)
  if (code !== 'too_large' || !limits) return ownProblem(status, code, detail)
  if (file.size > limits.max_bytes) return ownProblem(status, 'too_many_bytes')
  if (/limit is [\d,]+ pixels\.$/.test(detail)) return ownProblem(status, 'too_many_pixels')
  if (/longer than the limit/.test(detail)) return ownProblem(status, 'too_long')
  return ownProblem(status, code, detail)
}
