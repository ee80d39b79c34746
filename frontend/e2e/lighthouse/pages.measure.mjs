import { launch } from 'chrome-launcher'
import lighthouse from 'lighthouse'
import { findChromium } from '../chromium.ts'
import { expect, test } from '../slipway.ts'

const LEAST_SCORE = 95
const LARGEST_PAINT_MS = 1500

const settings = {
  formFactor: 'desktop',
  screenEmulation: { disabled: true },
  // A computer a quarter as fast, no network in between: what localhost with a slow machine is like.
  throttlingMethod: 'devtools',
  throttling: { cpuSlowdownMultiplier: 4, requestLatencyMs: 0, downloadThroughputKbps: 1e6, uploadThroughputKbps: 1e6 },
  onlyCategories: ['performance', 'accessibility', 'best-practices', 'seo'],
}

for (const address of ['/', '/history', '/models', '/account']) {
  test(`Lighthouse on ${address}`, async ({ baseURL, owner }) => {
    const chromium = await launch({
      chromePath: findChromium(),
      chromeFlags: ['--headless=new', '--no-sandbox', '--disable-gpu'],
    })
    const cookies = owner.cookies.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
    const result = await lighthouse(
      `${baseURL}${address}`,
      { port: chromium.port, logLevel: 'error' },
      {
        extends: 'lighthouse:default',
        settings: { ...settings, extraHeaders: { Cookie: cookies } },
      },
    )
    chromium.kill()
    const { categories, audits, runtimeError } = result.lhr
    expect(runtimeError).toBeUndefined()
    const scores = Object.fromEntries(Object.values(categories).map(({ id, score }) => [id, Math.round(score * 100)]))
    const paint = Math.round(audits['largest-contentful-paint'].numericValue)
    const bytes = audits['total-byte-weight'].displayValue
    console.log(address, scores, `largest contentful paint ${paint} ms, ${bytes}`)
    const faults = Object.values(audits).filter(
      ({ score, scoreDisplayMode }) => score !== null && score < 1 && scoreDisplayMode === 'binary',
    )
    console.log(faults.map(({ id, displayValue }) => `  ${id} ${displayValue ?? ''}`).join('\n'))
    for (const [name, score] of Object.entries(scores)) expect.soft(score, name).toBeGreaterThanOrEqual(LEAST_SCORE)
    expect.soft(paint, 'largest contentful paint, ms').toBeLessThanOrEqual(LARGEST_PAINT_MS)
  })
}
