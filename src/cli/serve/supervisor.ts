import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { watchLaunchers } from './launchers'

/** Why everything is being stopped: a signal, or a launcher (npx, pnpm) that has gone. */
export type StopReason = NodeJS.Signals | 'launcher'

/** A started process and its exit code; `ended` stays open while everything is being stopped. */
export type Started = { child: ChildProcess; ended: Promise<number> }

/** Starts processes and sees to it that none of them outlives this one. */
export type Supervisor = {
  start(command: string, args: readonly string[], options?: SpawnOptions): Started
  /** Ends every process that was started, first politely; resolves when none is left. */
  stopAll(): Promise<void>
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Makes a supervisor. On SIGINT, SIGTERM, SIGHUP or the end of a launcher it stops every child with
 * its whole process group and then calls `onStopped`, which is where the caller exits.
 */
export function createSupervisor(onStopped: (reason: StopReason) => void, graceMs = 3000): Supervisor {
  const running = new Map<ChildProcess, Promise<number>>()
  let stopping = false

  const stopAll = async () => {
    const children = [...running.keys()]
    for (const child of children) signalGroup(child, 'SIGTERM')
    const late = setTimeout(() => {
      for (const child of children) signalGroup(child, 'SIGKILL')
    }, graceMs)
    await Promise.all(running.values())
    clearTimeout(late)
    for (const child of children) signalGroup(child, 'SIGKILL')
  }

  const stop = (reason: StopReason) => {
    // npx, pnpm and tsx each pass a Ctrl-C on, so it arrives more than once.
    if (stopping) return
    stopping = true
    void stopAll().then(() => onStopped(reason))
  }

  const start: Supervisor['start'] = (command, args, options = {}) => {
    // A group of its own: next build and vitest have workers, and a terminal's Ctrl-C reaches
    // them through us alone, once.
    const child = spawn(command, args, {
      stdio: ['ignore', 'inherit', 'inherit'],
      ...options,
      detached: true,
    })
    if (stopping) signalGroup(child, 'SIGKILL')
    const exited = exitOf(child)
    running.set(child, exited)
    const ended = exited.then((code) => {
      running.delete(child)
      // What a stop has ended is no result: whoever waits for it must not report a failure.
      return stopping ? new Promise<never>(() => {}) : code
    })
    return { child, ended }
  }

  for (const signal of SIGNALS) process.on(signal, () => stop(signal))
  watchLaunchers(() => stop('launcher'))
  return { start, stopAll }
}

function exitOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.once('error', () => resolve(127))
    child.once('exit', (code) => {
      signalGroup(child, 'SIGTERM')
      resolve(code ?? 1)
    })
  })
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, signal)
  } catch {
    // The group has ended already.
  }
}
