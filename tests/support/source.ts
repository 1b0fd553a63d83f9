import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

/** A source file of the project with its text. */
export type SourceFile = { path: string; text: string }

/** The project's own source files (known to git or new, never ignored) whose path matches. */
export function listSources(matching: RegExp): SourceFile[] {
  const out = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'])
  return out
    .toString()
    .split('\0')
    .filter((path) => matching.test(path) && existsSync(path))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }))
}

/** Every place where a pattern stands in the sources, as `path:line: text`. */
export function findAll(sources: SourceFile[], pattern: RegExp): string[] {
  return sources.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, i) => (pattern.test(line) ? [`${path}:${i + 1}: ${line.trim()}`] : [])),
  )
}
