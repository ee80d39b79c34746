import { type Kind, type Medium, usualKind } from './kinds'

interface MediaFormat {
  /** As people call it. */
  name: string
  medium: Medium
  type: string
  suffixes: readonly string[]
  /** Taken, but not worth a place in the list of what can be dropped. */
  rare?: true
}

/** Every format that the server reads; a test holds it against the server's own table. */
export const MEDIA_FORMATS: readonly MediaFormat[] = [
  picture('JPEG', 'image/jpeg', '.jpg', '.jpeg', '.jpe', '.jfif', '.mpo'),
  picture('PNG', 'image/png', '.png'),
  picture('WebP', 'image/webp', '.webp'),
  picture('GIF', 'image/gif', '.gif'),
  picture('TIFF', 'image/tiff', '.tif', '.tiff'),
  picture('BMP', 'image/bmp', '.bmp'),
  rare(picture('AVIF', 'image/avif', '.avif')),
  sound('WAV', 'audio/wav', '.wav'),
  sound('FLAC', 'audio/flac', '.flac'),
  sound('Ogg', 'audio/ogg', '.ogg', '.opus'),
  sound('MP3', 'audio/mpeg', '.mp3'),
  sound('M4A', 'audio/mp4', '.m4a'),
  sound('WebM', 'audio/webm', '.webm'),
  rare(sound('AAC', 'audio/aac', '.aac')),
  rare(sound('AIFF', 'audio/aiff', '.aiff', '.aif')),
  rare(sound('CAF', 'audio/x-caf', '.caf')),
  rare(sound('AMR', 'audio/amr', '.amr')),
  rare(sound('AU', 'audio/basic', '.au')),
]

/** What browsers call some recordings. */
const SOUND_IN_A_VIDEO = ['video/webm', 'video/ogg']

/** For a file window. The wild cards let a phone offer its gallery and convert what it keeps in a format of its own. */
export const ACCEPTED_MEDIA = [
  'image/*',
  'audio/*',
  ...SOUND_IN_A_VIDEO,
  ...MEDIA_FORMATS.flatMap((format) => format.suffixes),
].join(',')

/** What a file is, judged by what the browser says and else by its name. The server looks at the bytes. */
export function mediaKind(file: { name: string; type: string }): Kind | null {
  const medium = mediumOfFile(file)
  return medium ? usualKind(medium) : null
}

function mediumOfFile(file: { name: string; type: string }): Medium | undefined {
  if (file.type.startsWith('image/')) return 'image'
  if (file.type.startsWith('audio/') || SOUND_IN_A_VIDEO.includes(file.type)) return 'sound'
  const name = file.name.toLowerCase()
  return MEDIA_FORMATS.find((format) => format.suffixes.some((suffix) => name.endsWith(suffix)))?.medium
}

/** The types that the server takes by the names that people know: "JPEG PNG". */
export function formatNames(types: readonly string[]): string {
  return MEDIA_FORMATS.filter((format) => !format.rare && types.includes(format.type))
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

function rare(format: MediaFormat): MediaFormat {
  return { ...format, rare: true }
}
