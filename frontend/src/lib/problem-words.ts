interface ProblemLike {
  problem: { status: number; detail: string; code: string; request_id?: string }
}

function isProblem(error: unknown): error is ProblemLike {
  return typeof error === 'object' && error !== null && 'problem' in error
}

/** What to show a person: the server's own sentence, or ours where the server could not say one. */
export function sentenceFor(error: unknown, ours: { unreachable: string; unknown: string }): string {
  if (!isProblem(error)) return ours.unknown
  if (error.problem.status === 0) return ours.unreachable
  if (error.problem.status >= 500 && error.problem.status !== 503) return ours.unknown
  return error.problem.detail || ours.unknown
}

export function requestIdOf(error: unknown): string | undefined {
  return isProblem(error) ? error.problem.request_id : undefined
}
