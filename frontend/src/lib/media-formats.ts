import { type Kind, type Medium, usualKind } from './kinds'

interface MediaFormat {
  /** As people call it. */
  name: string
  medium: Medium
  type: string
  suffixes: readonly string[]
}

/** Every format that the server reads; a test holds it against the server's own table. */
export const MEDIA_FORMATS: readonly MediaFormat[] = [
  picture('JPEG', 'image/jpeg', '.jpg', '.jpeg', '.jpe', '.jfif', '.mpo'),
  picture('PNG', 'image/png', '.png'),
  picture('WebP', 'image/webp', '.webp'),
  picture('GIF', 'image/gif', '.gif'),
  picture('TIFF', 'image/tiff', '.tif', '.tiff'),
  picture('BMP', 'image/bmp', '.bmp'),
  picture('AVIF', 'image/avif', '.avif'),
  picture('HEIC', 'image/heic', '.heic', '.heif', '.hif'),
  sound('WAV', 'audio/wav', '.wav'),
  sound('FLAC', 'audio/flac', '.flac'),
  sound('Ogg', 'audio/ogg', '.ogg', '.opus'),
  sound('MP3', 'audio/mpeg', '.mp3'),
  sound('M4A', 'audio/mp4', '.m4a'),
  sound('WebM', 'audio/webm', '.webm'),
  sound('AAC', 'audio/aac', '.aac'),
  sound('AIFF', 'audio/aiff', '.aiff', '.aif'),
  sound('CAF', 'audio/x-caf', '.caf'),
  sound('AMR', 'audio/amr', '.amr'),
  sound('AU', 'audio/basic', '.au'),
  // Of a video the sound is read.
  sound('MP4', 'video/mp4', '.mp4', '.m4v', '.mov', '.3gp'),
  sound('MKV', 'video/webm', '.mkv'),
]

/** For a file window. The wild cards let a phone offer its gallery and convert what it keeps in a format of its own. */
export const ACCEPTED_MEDIA = [
  'image/*',
  'audio/*',
  'video/*',
  ...MEDIA_FORMATS.flatMap((format) => format.suffixes),
].join(',')

/** What a file is, judged by what the browser says and else by its name. The server looks at the bytes. */
export function mediaKind(file: { name: string; type: string }): Kind | null {
  const medium = mediumOfFile(file)
  return medium ? usualKind(medium) : null
}

function mediumOfFile(file: { name: string; type: string }): Medium | undefined {
  if (file.type.startsWith('image/')) return 'image'
  if (file.type.startsWith('audio/') || file.type.startsWith('video/')) return 'sound'
  const name = file.name.toLowerCase()
  return MEDIA_FORMATS.find((format) => format.suffixes.some((suffix) => name.endsWith(suffix)))?.medium
}

/** The types that the server takes by the names that people know: "JPEG PNG". */
export function formatNames(types: readonly string[]): string {
  return MEDIA_FORMATS.filter((format) => types.includes(format.type))
    .map((format) => format.name)
    .join(' ')
}

/** The suffix for a file of this type, which may carry its codec: "audio/webm;codecs=opus" -> ".webm". */
export function suffixOf(type: string): string {
  const [plain] = type.split(';')
  return MEDIA_FORMATS.find((format) => format.type === plain)?.suffixes[0] ?? ''
}

function picture(name: string, type: string, ...suffixes: string[]): MediaFormat {
  return { name, medium: 'image', type, suffixes }
}

function sound(name: string, type: string, ...suffixes: string[]): MediaFormat {
  return { name, medium: 'sound', type, suffixes }
}
