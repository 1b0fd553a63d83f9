import { isAlive, type ProcessInfo, readProcess } from '../../db/processes'

const MANAGER =
  /^(npm|npx|pnpm|yarn)\b|[/\\](npm|npx|pnpm|yarn)(-cli)?(\.[cm]?js)?(\s|$)|tsx[/\\]dist[/\\]cli/
const SHELL = /^(\/(usr\/)?bin\/)?(sh|dash|bash) -c /

/**
 * The ancestors that only launched this process: npx, pnpm, tsx and the shells between them. A
 * shell above the topmost manager is somebody's own and may end while we go on (nohup, a script).
 */
export function findLaunchers(from: number = process.ppid): ProcessInfo[] {
  const chain: ProcessInfo[] = []
  let info = readProcess(from)
  while (info && (MANAGER.test(info.command) || SHELL.test(info.command))) {
    chain.push(info)
    info = readProcess(info.ppid)
  }
  const topmost = chain.findLastIndex(({ command }) => MANAGER.test(command) && !SHELL.test(command))
  return chain.slice(0, topmost + 1)
}

/**
 * Calls back once when one of the launchers has gone. A SIGTERM to npx kills npx alone and tells
 * nobody below it, so the launchers have to be watched.
 */
export function watchLaunchers(onGone: (gone: ProcessInfo) => void, everyMs = 1000): () => void {
  const launchers = findLaunchers()
  const timer = setInterval(() => {
    const gone = launchers.find((launcher) => !isAlive(launcher))
    if (!gone) return
    clearInterval(timer)
    onGone(gone)
  }, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}
