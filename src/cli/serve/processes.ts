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
