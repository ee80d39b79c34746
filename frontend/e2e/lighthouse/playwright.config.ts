import { defineConfig } from '@playwright/test'
import base from '../playwright.config.ts'

/** Lighthouse against the same stack; its figures mean something on a quiet machine only. */
export default defineConfig({
  ...base,
  testDir: '.',
  outputDir: '../../test-results',
  globalSetup: '../stack.ts',
  testMatch: '*.measure.mjs',
  timeout: 300_000,
})
