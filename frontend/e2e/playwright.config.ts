import { defineConfig, devices } from '@playwright/test'
import { findChromium } from './chromium.ts'
import { MICROPHONE } from './files.ts'

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  globalSetup: './stack.ts',
  // One worker: the stack is shared, and some specs stop a part of it for a moment.
  workers: 1,
  timeout: 120_000,
  // Only for a network that changed meanwhile: the fixture `sameNetwork` lets nothing else be tried again.
  retries: 2,
  expect: { timeout: 30_000 },
  forbidOnly: process.env.CI !== undefined,
  reporter: [['list']],
  use: {
    ...devices['Desktop Chrome'],
    locale: 'en-GB',
    viewport: { width: 1280, height: 900 },
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: findChromium(),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--use-fake-device-for-media-stream',
        `--use-file-for-fake-audio-capture=${MICROPHONE}`,
      ],
    },
  },
})
