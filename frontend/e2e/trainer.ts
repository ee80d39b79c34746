import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { BACKEND, logFile, ROOT, type Slipway, stopped } from './stack.ts'

const PYTHON = join(ROOT, '.venv-train/bin/python')

export const hasTorch = existsSync(PYTHON)

/** What `make trainer` starts beside `make run`. */
export class Trainer {
  private readonly slipway: Slipway
  private process: ChildProcess | undefined

  constructor(slipway: Slipway) {
    this.slipway = slipway
  }

  start(): void {
    const log = openSync(logFile('trainer'), 'a')
    this.process = spawn(PYTHON, ['-m', 'processes.laptop.trainer'], {
      cwd: BACKEND,
      env: this.slipway.environment,
      stdio: ['ignore', log, log],
    })
  }

  /** As when the power fails: the supervisor first, so that it starts nothing again, then the trainer and its child. */
  kill(): void {
    const doomed = descendants(this.process?.pid ?? 0)
    for (const pid of doomed) process.kill(pid, 'SIGKILL')
  }

  async stop(): Promise<void> {
    if (this.process) await stopped(this.process)
  }
}

/** A process and all that it began, directly or not. */
function descendants(pid: number): number[] {
  const { stdout } = spawnSync('ps', ['-e', '-o', 'pid=,ppid='], { encoding: 'utf8' })
  const pairs = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
  const below = (parent: number): number[] =>
    pairs.filter(([, of]) => of === parent).flatMap(([child = 0]) => [child, ...below(child)])
  return [pid, ...below(pid)]
}
