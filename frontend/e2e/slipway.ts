import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { type APIRequestContext, type APIRequest, test as base, expect, type Page } from '@playwright/test'
import type { TestFile } from './files.ts'
import { ADMIN } from './stack.ts'

export { expect }

/** Nobody's cookies: a context that is made inside a test would begin with those of its page. */
export const NOBODY = { cookies: [], origins: [] }

const URL = () => process.env.E2E_URL ?? ''

/** Somebody with an account, and a browser's cookies in which they are signed in. */
export interface Person {
  username: string
  password: string
  cookies: Awaited<ReturnType<APIRequestContext['storageState']>>
  api: APIRequestContext
}

export interface Worker {
  /** Files wait from now on: what happens while they do can be looked at without a race. */
  pause: () => void
  resume: () => void
}

interface Cast {
  /** Console errors that the spec brings about on purpose. */
  expectedErrors: RegExp[]
  worker: Worker
  quietConsole: undefined
  emptyList: undefined
  sameNetwork: undefined
}

interface WorkerCast {
  operator: Person
  owner: Person
  /** Makes further people. */
  newPerson: () => Promise<Person>
}

/**
 * The cast: an operator, an owner whose list is empty when a test begins and who is signed in on `page`, and strangers.
 * A console error fails the test that shows it.
 */
export const test = base.extend<Cast, WorkerCast>({
  operator: [
    async ({ playwright }, use) => {
      const operator = await signIn(playwright.request, ADMIN)
      await use(operator)
      await operator.api.dispose()
    },
    { scope: 'worker' },
  ],
  newPerson: [
    async ({ playwright, operator }, use) => {
      const people: Person[] = []
      await use(async () => {
        const person = await makePerson(playwright.request, operator)
        people.push(person)
        return person
      })
      for (const person of people) await person.api.dispose()
    },
    { scope: 'worker' },
  ],
  owner: [async ({ newPerson }, use) => use(await newPerson()), { scope: 'worker' }],

  baseURL: async ({}, use) => use(URL()),
  storageState: async ({ owner }, use) => use(owner.cookies),

  emptyList: [
    async ({ owner }, use) => {
      await deleteAll(owner)
      await use(undefined)
    },
    { auto: true },
  ],

  worker: async ({}, use) => {
    const pid = childOfStack('worker')
    await use({ pause: () => process.kill(-pid, 'SIGSTOP'), resume: () => process.kill(-pid, 'SIGCONT') })
    process.kill(-pid, 'SIGCONT')
  },

  // Chromium drops what it loads, also from this machine, whenever an address comes or goes: a container that starts.
  sameNetwork: [
    async ({ context }, use, testInfo) => {
      const mark = `${testInfo.project.outputDir}/${testInfo.testId}.network-changed`
      if (testInfo.retry > 0 && !existsSync(mark))
        throw new Error('It failed for a reason of its own, told above; not tried again.')
      rmSync(mark, { force: true })
      mkdirSync(testInfo.project.outputDir, { recursive: true })
      context.on('requestfailed', (request) => {
        if (request.failure()?.errorText === 'net::ERR_NETWORK_CHANGED') writeFileSync(mark, request.url())
      })
      await use(undefined)
    },
    { auto: true },
  ],

  expectedErrors: [[], { option: true }],
  quietConsole: [
    async ({ context, expectedErrors }, use) => {
      const errors: string[] = []
      context.on(
        'console',
        (message) => message.type() === 'error' && errors.push(`${message.text()} (${message.location().url})`),
      )
      context.on('weberror', (error) => errors.push(String(error.error().stack)))
      await use(undefined)
      expect(errors.filter((text) => !expectedErrors.some((pattern) => pattern.test(text)))).toEqual([])
    },
    { auto: true },
  ],
})

export async function signIn(
  request: APIRequest,
  { username, password }: typeof ADMIN,
  baseURL = URL(),
): Promise<Person> {
  const api = await request.newContext({ baseURL, storageState: NOBODY })
  await api.get('/api/v1/session')
  const { cookies } = await api.storageState()
  const token = cookies.find((cookie) => cookie.name === 'csrftoken')?.value ?? ''
  const answer = await api.post('/api/v1/session', { data: { username, password }, headers: { 'X-CSRFToken': token } })
  expect(answer.status(), await answer.text()).toBe(200)
  return { username, password, api, cookies: await api.storageState() }
}

let people = 0

/** An administrator makes accounts, in the admin. */
async function makePerson(request: APIRequest, operator: Person): Promise<Person> {
  const person = { username: `person-${process.pid}-${(people += 1)}`, password: 'a person who is tested' }
  const form = {
    username: person.username,
    password1: person.password,
    password2: person.password,
    usable_password: 'true',
  }
  const answer = await operator.api.post('/admin/auth/user/add/', {
    form: { ...form, csrfmiddlewaretoken: await csrfToken(operator) },
    headers: { Referer: `${URL()}/admin/` },
    maxRedirects: 0,
  })
  expect(answer.status(), await answer.text()).toBe(302)
  return signIn(request, person)
}

/** Signing in changes the token, so it is read anew. */
export async function csrfToken({ api }: Person): Promise<string> {
  const { cookies } = await api.storageState()
  return cookies.find((cookie) => cookie.name === 'csrftoken')?.value ?? ''
}

export interface Summary {
  id: string
  status: string
}

export async function predictionsOf(person: Person): Promise<Summary[]> {
  const answer = await person.api.get('/api/v1/predictions?limit=200')
  expect(answer.status(), await answer.text()).toBe(200)
  return ((await answer.json()) as { results: Summary[] }).results
}

async function deleteAll(person: Person): Promise<void> {
  const headers = { 'X-CSRFToken': await csrfToken(person) }
  // What the test before has deleted is still offered to be taken back.
  const trash = (await (await person.api.get('/api/v1/predictions/trash')).json()) as { results: Summary[] }
  const ids = trash.results.map(({ id }) => id)
  if (ids.length > 0) await person.api.post('/api/v1/predictions/restore', { data: { ids }, headers })
  for (const { id } of await predictionsOf(person)) await person.api.delete(`/api/v1/predictions/${id}`, { headers })
}

/** The process id of a program of the running stack; it leads its own process group. */
export function childOfStack(name: 'web' | 'worker'): number {
  const mark = { web: 'serve web', worker: 'serve worker' }[name]
  const { stdout } = spawnSync('ps', ['-o', 'pid=,args=', '--ppid', process.env.E2E_PID ?? ''], { encoding: 'utf8' })
  const line = stdout.split('\n').find((candidate) => candidate.includes(mark))
  if (!line) throw new Error(`The stack runs no ${name}:\n${stdout}`)
  return Number.parseInt(line)
}

/** Chooses files as the button's window would. */
export async function choose(page: Page, files: TestFile | TestFile[]): Promise<void> {
  await page.locator('input[type=file][multiple]').setInputFiles(files)
}

export const card = (page: Page, name: string | RegExp) => page.getByRole('article', { name, exact: true })
