import { csrfToken } from './client'
import { toApiError, unreachable } from './problem'

/** Told how much of the body has left, 0 to 1. */
export type OnProgress = (share: number) => void

/**
 * Sends a form with a file. XMLHttpRequest, because fetch cannot tell how much of a body has left.
 * Throws ApiError; rejects with an AbortError when aborted.
 */
export function sendForm<T>(
  method: 'POST' | 'PUT',
  address: string,
  form: FormData,
  onProgress: OnProgress,
  signal: AbortSignal,
  headers: Record<string, string> = {},
): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(method, address)
    request.setRequestHeader('X-CSRFToken', csrfToken())
    request.setRequestHeader('Accept', 'application/json')
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total)
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(JSON.parse(request.responseText) as T)
      else
        reject(
          toApiError(
            request.status,
            request.statusText,
            request.responseText,
            request.getResponseHeader('Retry-After'),
          ),
        )
    }
    request.onerror = () => reject(unreachable())
    signal.addEventListener('abort', () => {
      request.abort()
      reject(new DOMException('The upload was taken back.', 'AbortError'))
    })
    request.send(form)
  })
}
