import type { Locator, Page } from '@playwright/test'
import { expectNoFindings } from './axe.ts'
import { clips, type Files, flowers, text, zipOf } from './data-sets.ts'
import { photo, type TestFile } from './files.ts'
import { card, choose, expect, type Person, signIn, test as base } from './slipway.ts'
import { ADMIN, type Slipway, startSlipway } from './stack.ts'
import { hasTorch, Trainer } from './trainer.ts'

interface OwnStack {
  slipway: Slipway
  trainer: Trainer
}

/** On a stack of its own: its data sets are in nobody's way, and a trainer that is killed is soon missed. */
const test = base.extend<object, OwnStack>({
  slipway: [
    async ({}, use) => {
      const slipway = await startSlipway('slipway-with-trainer', { SLIPWAY_LEASE_SECONDS: '10' })
      process.env.E2E_URL = slipway.url
      await use(slipway)
      await slipway.stop()
    },
    { scope: 'worker' },
  ],
  trainer: [
    async ({ slipway }, use) => {
      const trainer = new Trainer(slipway)
      trainer.start()
      await use(trainer)
      await trainer.stop()
    },
    { scope: 'worker', auto: true },
  ],
  operator: [
    async ({ playwright, slipway }, use) => {
      const operator = await signIn(playwright.request, ADMIN, slipway.url)
      await use(operator)
      await operator.api.dispose()
    },
    { scope: 'worker' },
  ],
})

test.skip(!hasTorch, 'There is no .venv-train: `make install-train` brings what trains (some GB).')
test.use({ storageState: async ({ operator }, use) => use(operator.cookies), actionTimeout: 30_000 })
test.setTimeout(900_000)

/** A job waits for torch to be loaded, on a machine that may have much to do. */
const JOB = { timeout: 300_000 }

async function addDataSet(page: Page, archive: TestFile): Promise<void> {
  await page.goto('/training')
  await page.getByRole('button', { name: 'New data set' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('input[type=file]').setInputFiles(archive)
  await dialog.getByRole('button', { name: 'Add and check' }).click()
  await expect(page).toHaveURL(/\/training\/data-sets\//)
}

async function freeze(page: Page, kind: 'pictures' | 'speech'): Promise<void> {
  await expect(page.getByRole('button', { name: 'Freeze as version 1' })).toBeEnabled(JOB)
  await page.getByLabel('Licence').fill('For tests')
  await page.getByRole('button', { name: 'Freeze as version 1' }).click()
  if (kind === 'pictures') {
    const asked = page.getByRole('dialog', { name: 'Are these the classes?' })
    await asked.getByRole('button', { name: 'Freeze as version 1' }).click()
  }
  await expect(page.getByRole('heading', { name: 'Frozen versions' })).toBeVisible(JOB)
}

/** How many points the loss has, as the chart tells who cannot see it. */
async function pointsOfLoss(page: Page): Promise<number> {
  const chart = page.getByRole('slider', { name: /^Loss/ })
  return (await chart.count()) === 0 ? 0 : Number(await chart.getAttribute('aria-valuemax')) + 1
}

interface Point {
  step: number
  epoch: number
  loss: number
}

async function curveOf(operator: Person, page: Page): Promise<Point[]> {
  const answer = await operator.api.get(`/api/v1/runs/${page.url().split('/').at(-1)}/curve`)
  return ((await answer.json()) as { results: Point[] }).results
}

/** The row of a definition list. */
const figure = (page: Page, name: string): Locator =>
  page
    .locator('dl > div')
    .filter({ has: page.getByText(name, { exact: true }) })
    .locator('dd')
    .first()

test('pictures become a model that answers by its name, though the trainer is killed', async ({
  page,
  operator,
  trainer,
}) => {
  const pictures = flowers(60)
  await addDataSet(page, zipOf('Three flowers.zip', pictures))
  await expect(figure(page, 'Classes')).toHaveText('3', JOB)
  await expect(figure(page, 'Pictures')).toHaveText(String(Object.keys(pictures).length))
  await expectNoFindings(page, 'a data set')
  await freeze(page, 'pictures')

  await page.getByRole('link', { name: 'Train on it' }).click()
  await page.getByRole('combobox', { name: 'Start from', exact: true }).click()
  await page.getByRole('option', { name: 'From scratch' }).click()
  await page.getByLabel('Epochs').fill('2')
  // Somewhat large pictures in small batches, so that there is time to look and to kill.
  await page.getByLabel(/^Picture size/).fill('48')
  await page.getByLabel(/^Batch/).fill('8')
  await page.getByRole('button', { name: 'Start the run' }).click()
  await expect.poll(() => pointsOfLoss(page), JOB).toBeGreaterThan(0)
  const seen = await pointsOfLoss(page)
  await expect.poll(() => pointsOfLoss(page), JOB).toBeGreaterThan(seen)
  await expect(page.getByText(/epoch 2 of 2/)).toBeVisible(JOB)

  trainer.kill()
  const before = (await curveOf(operator, page)).filter(({ epoch }) => epoch === 1)
  trainer.start()
  await expect(page.getByText('attempt 2', { exact: false })).toBeVisible(JOB)
  await expect(page.getByText('Done', { exact: true })).toBeVisible(JOB)
  const curve = await curveOf(operator, page)
  expect(curve.slice(0, before.length)).toEqual(before)
  const steps = curve.map(({ step }) => step)
  expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b))
  expect(curve.at(-1)?.epoch).toBe(2)

  const matrix = page.getByRole('region', { name: 'What was taken for what' })
  await expect(matrix.getByRole('row')).toHaveCount(4)
  await expect(page.getByText(/^likely between/)).toBeVisible()
  await page.getByRole('button', { name: 'Register as version' }).click()
  await page.getByRole('dialog').getByLabel('Name').fill('flowers')
  await page.getByRole('dialog').getByRole('button', { name: 'Register', exact: true }).click()
  await expect(page.getByText('This run became flowers v1')).toBeVisible()
  await expectNoFindings(page, 'a run')

  await page.getByRole('link', { name: 'Make variants' }).click()
  await page.getByLabel('Allowed loss, points').fill('50')
  await page.getByRole('button', { name: 'Make and compare' }).click()
  const row = page.getByRole('row', { name: /int8/ })
  await expect(row.getByText(/^(Accepted|Refused)$/)).toBeVisible(JOB)
  await expect(page.getByRole('row').filter({ hasText: 'this version' })).toBeVisible()
  await expectNoFindings(page, 'variants')
  // On a busy machine int8 may not have been faster; then it is kept out.
  if (await row.getByText('Accepted').isVisible()) {
    await row.getByRole('button', { name: 'Register' }).click()
    await expect(row.getByRole('link', { name: 'flowers v2' })).toBeVisible()
  } else await expect(row.getByRole('button')).toHaveCount(0)

  await page.goto('/?model=flowers')
  await choose(page, photo('rose.jpg'))
  await expect(card(page, 'rose.jpg').getByText(/^Done/)).toBeVisible()
  await expect(card(page, 'rose.jpg').getByText(/flowers v\d/)).toBeVisible()
})

test('speech goes on from the shipped model, and its worst clips can be heard', async ({ page }) => {
  await addDataSet(page, zipOf('Spelled.zip', withOneWrongTextEach(clips(5), 5)))
  await expect(figure(page, 'Clips')).toHaveText('30', JOB)
  await expect(figure(page, 'Speakers')).toHaveText('6')
  await freeze(page, 'speech')
  await page.getByRole('link', { name: 'Train on it' }).click()
  await expect(page.getByRole('combobox', { name: 'Start from', exact: true })).toHaveText(/Wav2Vec2/)
  await page.getByLabel('Epochs').fill('1')
  await page.getByRole('button', { name: 'Start the run' }).click()
  await expect(page.getByText('Done', { exact: true })).toBeVisible(JOB)
  await expect(figure(page, 'Words wrong')).toHaveText(/%$/)
  await expect(page.getByText(/^likely between/).first()).toBeVisible()
  const play = page.getByRole('button', { name: /^Play / }).last()
  await play.click()
  await expect(page.getByRole('button', { name: /^Pause / })).toBeVisible()
})

/** Of each speaker's `each` clips one has a text that nobody spoke, so that there is something to be wrong about. */
function withOneWrongTextEach(files: Files, each: number): Files {
  const lines = new TextDecoder().decode(files['clips.tsv']).split('\n')
  const wrong = lines.map((line, at) => (at % each === 1 ? line.replace(/\t[^\t]+$/, '\tQUITE ANOTHER TEXT') : line))
  return { ...files, 'clips.tsv': text(wrong.join('\n')) }
}

const picture = new Uint8Array(photo().buffer)

const refused = [
  {
    what: 'a zip that ends in the middle',
    archive: () => ({
      ...zipOf('half.zip', flowers(3)),
      buffer: zipOf('half.zip', flowers(3)).buffer.subarray(0, 2000),
    }),
    sentence: /damaged/,
  },
  {
    what: 'files in no layout',
    archive: () => zipOf('layout.zip', { 'README.txt': text('Hello') }),
    sentence: /no layout that is known/,
  },
  {
    what: 'a class with one picture',
    archive: () => zipOf('single.zip', { ...flowers(12), 'tulips/1.jpg': picture }),
    sentence: /1 class has fewer than 3 pictures/,
  },
  {
    what: 'texts that the vocabulary cannot write',
    archive: () =>
      zipOf('signs.zip', {
        ...clips(2),
        'clips.tsv': text(new TextDecoder().decode(clips(2)['clips.tsv']).replace(/\t([A-Z ]+)$/m, '\tCAFÉ 7')),
      }),
    sentence: /1 text has characters that the vocabulary lacks/,
  },
]

for (const { what, archive, sentence } of refused) {
  test(`${what}: a sentence says what to do`, async ({ page }) => {
    await addDataSet(page, archive())
    await expect(page.getByText(sentence).first()).toBeVisible(JOB)
  })
}
