/** Whether others can reach this page by its address: a computer's name for itself leads a phone to the phone. */
export function isReachable(hostname: string): boolean {
  return !(
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127\./.test(hostname)
  )
}
