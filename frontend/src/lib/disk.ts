/** What the browser's disk gives, or undefined: a full or blocked one must not stop what it only helps to keep. */
export async function ifDiskLets<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch {
    return undefined
  }
}
