import { DESKTOP, expectNoFindings } from './axe.ts'
import { fixture, photo, textNamedPng } from './files.ts'
import { card, choose, expect, NOBODY, predictionsOf, test } from './slipway.ts'

test.use({ viewport: DESKTOP })

test('pages with nothing on them yet', async ({ page }) => {
  await page.goto('/')
  await expect(page.getByText('Drop pictures or sound here, or paste')).toBeVisible()
  await expectNoFindings(page, 'Try it')
  await page.goto('/history')
  await expect(page.getByText('Nothing here yet')).toBeVisible()
  await expectNoFindings(page, 'History')
})

test('pages with answers on them', async ({ page, owner }) => {
  await page.goto('/')
  await choose(page, [photo('cat.jpg'), photo('other.jpg')])
  await expect(page.getByText(/^Done/)).toHaveCount(2)
  const [prediction] = await predictionsOf(owner)
  const places = {
    '/?view=table': page.getByRole('row').first(),
    '/history': page.getByRole('row', { name: /cat\.jpg/ }),
    [`/predictions/${prediction!.id}`]: page.getByText('Answered', { exact: true }),
    '/models': page.getByRole('button', { name: 'Code' }).first(),
    '/models/resnet-cifar10': page.getByRole('tabpanel'),
    '/account': page.getByText('No keys yet'),
    '/no-such-page': page.getByText('There is nothing here'),
  }
  for (const [address, sign] of Object.entries(places)) {
    await page.goto(address)
    await expect(sign).toBeVisible()
    await expectNoFindings(page, address)
  }
})

test('webhooks', async ({ page }) => {
  await page.goto('/account/webhooks')
  await expect(page.getByText('No webhooks yet')).toBeVisible()
  await expectNoFindings(page, 'webhooks')
  await page.getByRole('button', { name: 'New webhook' }).click()
  await page.getByLabel('Name').fill('Orders')
  await page.getByLabel('Address').fill('https://example.com/hook')
  await expectNoFindings(page, 'new webhook')
  await page.getByRole('button', { name: 'Create the webhook' }).click()
  await page.getByRole('button', { name: 'I have saved it' }).click()
  await page.getByRole('link', { name: 'Orders' }).click()
  await expect(page.getByText('Nothing was sent yet.')).toBeVisible()
  await expectNoFindings(page, 'a webhook')
})

test.describe('cards', () => {
  test.use({ expectedErrors: [/status of 4(15|22)/] })

  test('in every state', async ({ page, worker }) => {
    await page.goto('/')
    await choose(page, [photo('done.jpg'), fixture('silence.mp3')])
    await expect(page.getByText(/^Done/)).toHaveCount(2)
    worker.pause()
    await choose(page, [photo('canceled.jpg'), photo('waiting.jpg'), textNamedPng()])
    await expect(page.getByRole('region', { name: '1 file was not accepted' })).toContainText('text.png')
    await expect(card(page, 'canceled.jpg').getByText(/in line/)).toBeVisible()
    await card(page, 'canceled.jpg').getByRole('button', { name: 'Cancel' }).click()
    await expect(card(page, 'canceled.jpg').getByText('Canceled', { exact: true })).toBeVisible()
    await expect(card(page, 'waiting.jpg').getByText(/in line/)).toBeVisible()
    await expectNoFindings(page, 'cards')
    await card(page, 'done.jpg').getByRole('button', { name: 'Wrong?' }).click()
    await expect(page.getByRole('option').first()).toBeVisible()
    await expectNoFindings(page, 'Wrong?')
  })
})

test('windows and menus', async ({ page }) => {
  await page.goto('/')
  await page.getByRole('button', { name: 'Record' }).click()
  await expect(page.getByText('The microphone is not allowed.')).toBeVisible()
  await expectNoFindings(page, 'recorder')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('option').first()).toBeVisible()
  await expectNoFindings(page, 'palette')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Options' }).click()
  await expect(page.getByRole('textbox', { name: 'Labels' })).toBeVisible()
  await expectNoFindings(page, 'options')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Theme' }).click()
  await expect(page.getByRole('menuitemradio').first()).toBeVisible()
  // A menu floats outside the landmarks, as the ARIA pattern has it.
  await expectNoFindings(page, 'menu', ['region'])
  await page.goto('/account')
  await page.getByRole('button', { name: 'New key' }).click()
  await expect(page.getByRole('dialog').getByLabel('Name')).toBeVisible()
  await expectNoFindings(page, 'new key')
  await page.goto('/models')
  await page.getByRole('button', { name: 'Code' }).first().click()
  await expect(page.getByRole('dialog').getByRole('tabpanel')).toBeVisible()
  await expectNoFindings(page, 'code')
})

test.describe('operators', () => {
  test.use({ storageState: async ({ operator }, use) => use(operator.cookies) })

  test('see a page without findings', async ({ page }) => {
    await page.goto('/operations')
    await expect(page.getByRole('region', { name: 'Figures' }).getByRole('listitem')).toHaveCount(4)
    await expectNoFindings(page, 'operations')
    await page.goto('/operations/alerts')
    await expect(page.getByRole('region', { name: 'Rules' }).getByRole('listitem').first()).toBeVisible()
    await expectNoFindings(page, 'alerts')
    await page.getByRole('button', { name: 'Change: Share that fails' }).click()
    await expect(page.getByRole('dialog').getByLabel('Threshold, %')).toBeVisible()
    await expectNoFindings(page, 'a rule')
    await page.goto('/operations/audit')
    await page.getByRole('button', { name: 'Check the chain' }).click()
    await expect(page.getByText(/^The chain is whole/)).toBeVisible()
    await expectNoFindings(page, 'audit')
  })

  test('train without findings', async ({ page }) => {
    const places = {
      '/training': page.getByText('Drop a data set here'),
      '/training/new-run': page.getByText('Nothing to train on yet'),
      '/training/corrections': page.getByText('Nothing to look over'),
      '/training/add-model': page.getByRole('button', { name: 'Upload and inspect' }),
    }
    for (const [address, sign] of Object.entries(places)) {
      await page.goto(address)
      await expect(sign).toBeVisible()
      await expectNoFindings(page, address)
    }
    await page.goto('/training')
    await page.getByRole('button', { name: 'New data set' }).click()
    await expect(page.getByRole('dialog').getByLabel('Title')).toBeVisible()
    await expectNoFindings(page, 'new data set')
  })
})

test.describe('signed out', () => {
  test.use({ storageState: NOBODY })

  test('the sign-in', async ({ page }) => {
    await page.goto('/')
    await expect(page.getByLabel('User name')).toBeVisible()
    await expectNoFindings(page, 'sign-in')
  })
})

test.describe('in Chinese', () => {
  test.use({ locale: 'zh-CN' })

  test('the pages speak it', async ({ page }) => {
    for (const [address, title] of [
      ['/', '试一试'],
      ['/history', '历史'],
      ['/models', '模型'],
      ['/account', '账户'],
    ] as const) {
      await page.goto(address)
      await expect(page.getByRole('heading', { level: 1 })).toContainText(title)
      await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN')
      await expectNoFindings(page, address)
    }
  })
})
