import type { components } from './generated/schema'

/** Its code is any: a page that is older than its server meets new ones, and the page has some of its own. */
export type Problem = Omit<components['schemas']['Problem'], 'code'> & { code: string }

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
}

/** A problem of the page's own making. Without a detail the page words it by its code. */
export function ownProblem(status: number, code: string, detail = ''): ApiError {
  return new ApiError({ type: 'about:blank', title: code, status, detail, code, instance: '', request_id: '' })
}

/** No answer came at all: status 0, code `unreachable`. */
export function unreachable(): ApiError {
  return ownProblem(0, 'unreachable', 'The server did not answer.')
}

/** Reads a problem object from a body, or makes one where a proxy answered with something else. */
export function toApiError(status: number, title: string, body: string, retryAfter: string | null): ApiError {
  const seconds = retryAfter === null ? NaN : Number(retryAfter)
  const wait = Number.isFinite(seconds) ? seconds : null
  try {
    const parsed = JSON.parse(body) as Partial<Problem>
    if (typeof parsed.code === 'string')
      return new ApiError({ ...ownProblem(status, parsed.code).problem, ...parsed }, wait)
  } catch {
    // Not JSON: fall through to the plain problem.
  }
  return new ApiError(ownProblem(status, `http_${status}`, title).problem, wait)
}
