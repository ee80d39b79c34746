interface Problem {
  status: number
  code: string
  detail: string
  request_id?: string
  errors?: readonly { pointer: string; detail: string }[]
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && 'status' in value
}

/** The problem that an error of the page carries, or that a prediction ended with. */
export function problemOf(error: unknown): Problem | undefined {
  const carried = typeof error === 'object' && error !== null && 'problem' in error ? error.problem : error
  return isProblem(carried) ? carried : undefined
}
