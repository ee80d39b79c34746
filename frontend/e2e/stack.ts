import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

export const ROOT = resolve(import.meta.dirname, '../..')
export const BACKEND = join(ROOT, 'backend')
const PYTHON = join(ROOT, '.venv/bin/python')
const START_SECONDS = 180
const STOP_SECONDS = 20

export const ADMIN = { username: 'admin', password: 'an operator who tests' }

export interface Slipway {
  url: string
  /** Of `processes.laptop`, whose children are the programs. */
  pid: number
  /** What a program that joins it must be told. */
  environment: NodeJS.ProcessEnv
  stop: () => Promise<void>
}

/**
 * A real Slipway for all specs. `E2E_URL` names one that runs already (with `E2E_PID`, the process of `processes.laptop`), for
 * quick tries.
 */
export default async function startStack(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.E2E_URL) return undefined
  const { url, pid, stop } = await startSlipway('slipway')
  process.env.E2E_URL = url
  process.env.E2E_PID = String(pid)
  return stop
}

/** Database, broker, web, worker and scheduler of `make run`, on a port and a data folder of their own. */
export async function startSlipway(log: string, own: Record<string, string> = {}): Promise<Slipway> {
  if (!existsSync(PYTHON)) throw new Error('The backend is not installed: `make e2e` does that.')
  if (!existsSync(join(ROOT, 'frontend/dist/index.html')))
    throw new Error('The page is not built: `make e2e` does that.')

  const folder = mkdtempSync(join(tmpdir(), 'slipway-e2e-'))
  const port = await freePort()
  const env = environment({ SLIPWAY_DATA_DIR: join(folder, 'data'), SLIPWAY_PORT: String(port), ...own })
  const slipway = spawn(PYTHON, ['-m', 'processes.laptop'], { cwd: BACKEND, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const stop = async () => {
    await stopped(slipway)
    rmSync(folder, { recursive: true, force: true })
  }
  await ready(slipway, logFile(log)).catch(async (error: unknown) => {
    await stop()
    throw error
  })
  return { url: `http://127.0.0.1:${port}`, pid: slipway.pid ?? 0, environment: env, stop }
}

function environment(own: Record<string, string>): NodeJS.ProcessEnv {
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith('SLIPWAY_'))
  return {
    ...Object.fromEntries(others),
    // A .env file of the checkout must not lead the tests to somebody's database.
    DATABASE_URL: '',
    REDIS_URL: '',
    SLIPWAY_ADMIN_USERNAME: ADMIN.username,
    SLIPWAY_ADMIN_PASSWORD: ADMIN.password,
    SLIPWAY_SIGN_IN_LIMIT: '6000/min',
    // A pair that only these tests use.
    SLIPWAY_BACKUP_RECIPIENTS: 'age1l9j0f4t4vpsm2unlfwtj6trs6c0wn3tx5f6nyvx6fzgq8ccdf49q6rzdq0',
    SLIPWAY_BACKUP_IDENTITY: 'AGE-SECRET-KEY-1MTX368XURCFQRTGWU3Z8XAY5UVM7548W78WRR3FY28WNN7YMQGRQYLVJCX',
    ...own,
  }
}

function freePort(): Promise<number> {
  return new Promise((accept, fail) => {
    const server = createServer()
    server.on('error', fail)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => {
        if (typeof address === 'object' && address) accept(address.port)
        else fail(new Error('The system gave no port.'))
      })
    })
  })
}

/** Where a program's own words go, beside the test results. */
export function logFile(name: string): string {
  const folder = join(ROOT, 'frontend/test-results')
  mkdirSync(folder, { recursive: true })
  return join(folder, `${name}.log`)
}

/** Resolves when Slipway says that it answers. */
function ready(slipway: ChildProcess, file: string): Promise<void> {
  const log = createWriteStream(file)
  const tail = () => readFileSync(file, 'utf8').split('\n').slice(-20).join('\n')
  return new Promise((accept, fail) => {
    const late = setTimeout(
      () => fail(new Error(`Slipway was not ready in ${START_SECONDS} s:\n${tail()}`)),
      START_SECONDS * 1000,
    )
    const read = (piece: Buffer) => {
      log.write(piece)
      if (!piece.includes('Slipway is ready at')) return
      clearTimeout(late)
      accept()
    }
    slipway.stdout?.on('data', read)
    slipway.stderr?.on('data', read)
    slipway.once('exit', (status) => {
      clearTimeout(late)
      fail(new Error(`Slipway ended with status ${String(status)}:\n${tail()}`))
    })
  })
}

export function stopped(slipway: ChildProcess): Promise<void> {
  return new Promise((accept) => {
    if (slipway.exitCode !== null || slipway.signalCode !== null) {
      accept()
      return
    }
    const hard = setTimeout(() => slipway.kill('SIGKILL'), STOP_SECONDS * 1000)
    slipway.once('exit', () => {
      clearTimeout(hard)
      accept()
    })
    slipway.kill('SIGTERM')
  })
}
