export type MediaRefusal = 'denied' | 'missing' | 'insecure' | 'unsupported'

/** Why camera or microphone cannot be had, in a word that the page has a sentence for. */
export class MediaRefused extends Error {
  readonly reason: MediaRefusal

  constructor(reason: MediaRefusal) {
    super(reason)
    this.reason = reason
  }
}

export async function openMedia(constraints: MediaStreamConstraints): Promise<MediaStream> {
  // Missing on plain http addresses, whatever the DOM types say.
  const devices = navigator.mediaDevices as MediaDevices | undefined
  if (!devices) throw new MediaRefused(isSecureContext ? 'unsupported' : 'insecure')
  try {
    return await devices.getUserMedia(constraints)
  } catch (error) {
    const name = error instanceof DOMException ? error.name : ''
    throw new MediaRefused(name === 'NotFoundError' || name === 'OverconstrainedError' ? 'missing' : 'denied')
  }
}

export function closeMedia(stream: MediaStream | undefined): void {
  stream?.getTracks().forEach((track) => track.stop())
}
