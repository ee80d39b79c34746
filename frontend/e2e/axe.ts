import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'
import type { AxeResults, RunOptions } from 'axe-core'
import { expect } from './slipway.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
export const DESKTOP = { width: 1280, height: 900 }
export const PHONE = { width: 390, height: 844 }

// In the dark only the colours are others.
const looks: { look: string; colorScheme: 'light' | 'dark'; viewport: typeof DESKTOP; options: RunOptions }[] = [
  { look: 'phone, light', colorScheme: 'light', viewport: PHONE, options: {} },
  { look: 'phone, dark', colorScheme: 'dark', viewport: PHONE, options: { runOnly: ['color-contrast'] } },
  { look: 'desktop, dark', colorScheme: 'dark', viewport: DESKTOP, options: { runOnly: ['color-contrast'] } },
  { look: 'desktop, light', colorScheme: 'light', viewport: DESKTOP, options: {} },
]

/** Every rule of axe, its best practices too, in every look. `without` names rules that the state rightly breaks. */
export async function expectNoFindings(page: Page, what: string, without: string[] = []): Promise<void> {
  // By the debugger, so that the page's own security policy stays as it is.
  await page.evaluate(AXE)
  // A half-faded colour is no finding.
  await page.addStyleTag({
    content: '*, ::before, ::after { transition: none !important; animation: none !important }',
  })
  for (const { look, colorScheme, viewport, options } of looks) {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize(viewport)
    // The page hears of it by an event.
    await expect
      .poll(() => page.evaluate(() => document.documentElement.classList.contains('dark')))
      .toBe(colorScheme === 'dark')
    const rules = Object.fromEntries(without.map((rule) => [rule, { enabled: false }]))
    expect.soft(await findings(page, { ...options, rules }), `${what}, ${look}`).toEqual([])
  }
}

async function findings(page: Page, options: RunOptions): Promise<string[]> {
  const { violations } = await page.evaluate(
    (given) => (window as unknown as { axe: { run: (options: RunOptions) => Promise<AxeResults> } }).axe.run(given),
    options,
  )
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`),
  )
}
