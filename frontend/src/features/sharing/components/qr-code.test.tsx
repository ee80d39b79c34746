import { render } from '@testing-library/react'
import decodeQR from 'qr/decode.js'
import { expect, test } from 'vitest'
import { QrCode } from './qr-code'

const ADDRESS = 'https://slipway.example.org/s#fZ9wq3xT0aB-7_kLmNoPqR'
/** Pixels of a cell, as a camera sees some. */
const SCALE = 4

/** The code as a picture of pixels. */
function pixelsOf(svg: SVGElement) {
  const cells = Number(svg.getAttribute('viewBox')?.split(' ')[2])
  const size = cells * SCALE
  const data = new Uint8Array(size * size * 4).fill(255)
  for (const [, x, y] of (svg.querySelector('path')?.getAttribute('d') ?? '').matchAll(/M(\d+) (\d+)h1/g))
    for (let dy = 0; dy < SCALE; dy += 1)
      for (let dx = 0; dx < SCALE; dx += 1)
        data.fill(
          0,
          ((Number(y) * SCALE + dy) * size + Number(x) * SCALE + dx) * 4,
          ((Number(y) * SCALE + dy) * size + Number(x) * SCALE + dx) * 4 + 3,
        )
  return { width: size, height: size, data }
}

test('a phone reads the very address from the code', () => {
  const { getByRole } = render(<QrCode text={ADDRESS} label="code" />)
  expect(decodeQR(pixelsOf(getByRole('img') as unknown as SVGElement), { timeLimit: 10_000 })).toBe(ADDRESS)
})
