let lastTime = 0
let counter = 0

/**
 * A UUID version 7 (RFC 9562, section 5.7): sorts by the time of its making. Ids made in the same millisecond
 * count up in `rand_a` (method 1 of section 6.2), so that forty files dropped at once keep their order.
 */
export function uuid7(now: number = Date.now()): string {
  if (now > lastTime) {
    lastTime = now
    counter = Math.floor(Math.random() * 0x400)
  } else {
    counter += 1
    if (counter > 0xfff) {
      lastTime += 1
      counter = 0
    }
  }
  const random = crypto.getRandomValues(new Uint8Array(8))
  random[0] = ((random[0] ?? 0) & 0x3f) | 0x80
  const hex =
    lastTime.toString(16).padStart(12, '0') +
    '7' +
    counter.toString(16).padStart(3, '0') +
    [...random].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
