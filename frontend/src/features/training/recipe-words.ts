/** A value of a recipe as it is read: lists with commas, nothing as a dash. */
export function inWords(value: unknown, yes: string, no: string): string {
  if (value === null || value === undefined) return '–'
  if (typeof value === 'boolean') return value ? yes : no
  if (Array.isArray(value)) return value.join(', ')
  return typeof value === 'object' ? JSON.stringify(value) : `${value as string | number}`
}
