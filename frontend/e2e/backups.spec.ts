import { photo } from './files.ts'
import { card, choose, expect, test } from './slipway.ts'

test('an operator backs up, tries the backup out, and checks the files, and sees how each went', async ({
  page,
  operator,
  browser,
}) => {
  await page.goto('/')
  await choose(page, photo('backed-up.jpg'))
  await expect(card(page, 'backed-up.jpg').getByText(/^Done/)).toBeVisible()

  const context = await browser.newContext({ storageState: operator.cookies })
  const dashboard = await context.newPage()
  await dashboard.goto('/operations')
  const backups = dashboard.getByRole('region', { name: 'Backups' })
  await expect(backups.getByText('SLIPWAY_BACKUP_EVERY_HOURS=24')).toBeVisible()

  const jobs = [
    { title: 'Last backup', start: 'Back up now', shows: /slipway-\d{8}T\d{6}Z\.age\.tar/ },
    { title: 'Last drill', start: 'Run the drill', shows: /Rows of each table/ },
    { title: 'Last integrity check', start: 'Check now', shows: /Read in full/ },
  ]
  for (const { title, start, shows } of jobs) {
    const job = backups.getByRole('listitem').filter({ has: dashboard.getByRole('heading', { name: title }) })
    const button = job.getByRole('button', { name: start })
    await button.click()
    await expect(button).toBeDisabled()
    await expect(button).toBeEnabled()
    await expect(job.getByText('Good', { exact: true })).toBeVisible()
    await expect(job).toContainText(shows)
  }
  await context.close()
})
