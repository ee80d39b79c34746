const NAMES: Record<string, string> = {
  jpeg: 'JPEG',
  png: 'PNG',
  webp: 'WebP',
  gif: 'GIF',
  tiff: 'TIFF',
  bmp: 'BMP',
  wav: 'WAV',
  mpeg: 'MP3',
  flac: 'FLAC',
  ogg: 'OGG',
  opus: 'OGG',
  mp4: 'M4A',
  webm: 'WebM',
}

/** The types that the server takes by the names that people know: "JPEG PNG". Rarer ones are taken, not listed. */
export function formatNames(types: readonly string[]): string {
  const names = types.map((type) => NAMES[type.replace(/^.*\/(x-)?/, '')]).filter((name) => name !== undefined)
  return [...new Set(names)].join(' ')
}
