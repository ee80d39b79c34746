export type MediaKind = 'image-classification' | 'speech-recognition'

const SOUND = /\.(wav|mp3|flac|ogg|oga|opus|m4a|aac|webm|weba|amr|aiff?|wma)$/i
const PICTURE = /\.(jpe?g|png|webp|gif|tiff?|bmp|avif|heic)$/i

/** What a file is, judged by what the browser says and else by its name. The server looks at the bytes. */
export function mediaKind(file: { name: string; type: string }): MediaKind | null {
  if (file.type.startsWith('image/')) return 'image-classification'
  // Browsers call a recorded .webm and some .ogg files video.
  if (file.type.startsWith('audio/') || file.type === 'video/webm' || file.type === 'video/ogg')
    return 'speech-recognition'
  if (PICTURE.test(file.name)) return 'image-classification'
  if (SOUND.test(file.name)) return 'speech-recognition'
  return null
}
