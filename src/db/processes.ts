import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** What the system tells about a process; `started` tells a reused pid from the first one. */
export type ProcessInfo = { pid: number; ppid: number; started: string; command: string }

/** The process with this pid, or null when it has ended (a zombie has ended too). */
export function readProcess(pid: number): ProcessInfo | null {
  try {
    return process.platform === 'linux' ? readFromProc(pid) : readFromPs(pid)
  } catch {
    return null
  }
}

/** Whether this very process (not a later one with its pid) still runs. */
export function isAlive(info: ProcessInfo): boolean {
  return readProcess(info.pid)?.started === info.started
}

/** Names this very process, for who looks later whether it still runs; see `stillRuns`. */
export function ownMark(): string {
  const info = readProcess(process.pid)
  return info === null ? String(process.pid) : markOf(info)
}

/** Names a process by its pid and when it started: pids come again, in a container after each start. */
export function markOf({ pid, started }: ProcessInfo): string {
  return `${pid} ${started.replace(/\s+/g, '_')}`
}

/** Whether the process of that mark still runs; where the system tells no start, whether one with its pid does. */
export function stillRuns(mark: string): boolean {
  const [first = '', started] = mark.trim().split(' ')
  const pid = Number(first)
  if (!Number.isSafeInteger(pid) || pid <= 0) return false
  const info = readProcess(pid)
  if (info === null) return isHidden(pid)
  // A mark of this process's pid alone was left by an earlier one: this one would have told its start.
  return started === undefined ? pid !== process.pid : markOf(info) === `${pid} ${started}`
}

/** True for a process that is there though nothing can be read of it. */
function isHidden(pid: number): boolean {
  try {
    process.kill(pid, 0)
    // Where anything can be read at all, what can't be has ended and only its parent hasn't asked yet.
    return readProcess(process.pid) === null
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function readFromProc(pid: number): ProcessInfo | null {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The name in parentheses may hold spaces; the fixed fields start behind its last parenthesis.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state = '', ppid = '0'] = fields
  if (state === 'Z' || state === 'X') return null
  const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
  return { pid, ppid: Number(ppid), started: fields[19] ?? '', command }
}

function readFromPs(pid: number): ProcessInfo | null {
  const out = execFileSync('ps', ['-o', 'ppid=,stat=,lstart=,command=', '-p', String(pid)]).toString()
  const match = /^\s*(\d+)\s+(\S+)\s+((?:\S+\s+){4}\S+)\s+(.*)$/.exec(out.trim())
  if (!match) return null
  const [, ppid = '0', state = '', started = '', command = ''] = match
  return state.startsWith('Z') ? null : { pid, ppid: Number(ppid), started, command }
}
