import type { components } from './generated/schema'

export type Problem = components['schemas']['Problem']

/** Every refusal and every failed request of the page, with the server's own words about it. */
export class ApiError extends Error {
  readonly problem: Problem
  /** Seconds that the server asks us to wait before trying again. */
  readonly retryAfter: number | null

  constructor(problem: Problem, retryAfter: number | null = null) {
    super(problem.detail || problem.title)
    this.name = 'ApiError'
    this.problem = problem
    this.retryAfter = retryAfter
  }

  get status(): number {
    return this.problem.status
  }

  get code(): string {
    return this.problem.code
  }

  /** The sentence about one field of a form, by its JSON pointer. */
  field(pointer: string): string | undefined {
    return this.problem.errors?.find((error) => error.pointer === pointer)?.detail
  }
}

/** No answer came at all: status 0, code `unreachable`. */
export function unreachable(): ApiError {
  return new ApiError({
    type: 'about:blank',
    title: 'Unreachable',
    status: 0,
    detail: 'The server did not answer.',
    code: 'unreachable',
  })
}

/** Reads a problem object from a body, or makes one where a proxy answered with something else. */
export function toApiError(status: number, title: string, body: string, retryAfter: string | null): ApiError {
  const seconds = retryAfter === null ? NaN : Number(retryAfter)
  const wait = Number.isFinite(seconds) ? seconds : null
  try {
    const parsed = JSON.parse(body) as Partial<Problem>
    if (typeof parsed.code === 'string') return new ApiError({ type: 'about:blank', title, detail: '', status, ...parsed } as Problem, wait)
  } catch {
    // Not JSON: fall through to the plain problem.
  }
  return new ApiError({ type: 'about:blank', title, status, detail: title, code: `http_${status}` }, wait)
}
