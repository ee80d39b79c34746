/** Fields and one file, as the server takes both together. */
export function formOf(said: Record<string, string | number>, file: File): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(said)) form.set(name, String(value))
  form.set('file', file, file.name)
  return form
}
