import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** The browser of the machine, or the one that Playwright has downloaded. */
export function findChromium(): string {
  const named = process.env.CHROMIUM
  const found = [...(named ? [named] : PLACES), chromium.executablePath()].find((place) => existsSync(place))
  if (found) return found
  throw new Error(
    'No Chromium was found: install it (Debian: apt-get install chromium; elsewhere: npx playwright install chromium), ' +
      'or set CHROMIUM to its path.',
  )
}
