import type { SourceFile } from './source'

/** A line of a page outside its fenced blocks. */
export interface ProseLine {
  readonly where: string
  readonly text: string
}

/** A fenced block: its language and its lines. */
export interface Fence {
  readonly where: string
  readonly language: string
  readonly lines: readonly string[]
}

/** Takes a page apart into prose and fenced blocks. */
export function readMarkdown({ path, text }: SourceFile): { prose: ProseLine[]; fences: Fence[] } {
  const prose: ProseLine[] = []
  const fences: Fence[] = []
  let open: { where: string; language: string; lines: string[] } | null = null
  for (const [index, line] of text.split('\n').entries()) {
    const where = `${path}:${index + 1}`
    const fence = /^\s*```(\w*)/.exec(line)
    if (open && fence) {
      fences.push(open)
      open = null
    } else if (open) open.lines.push(line)
    else if (fence) open = { where, language: fence[1] ?? '', lines: [] }
    else prose.push({ where, text: line })
  }
  return { prose, fences }
}

/** What stands between backticks in a line. */
export function codeSpans(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, span = '']) => span)
}

/** The targets of a line's links, without those that lead out of the project. */
export function localLinks(text: string): string[] {
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target)
  return targets.filter((target) => !/^[a-z]+:/.test(target))
}

/** The anchors of a page's headings, as GitHub makes them. */
export function anchorsOf(page: SourceFile): string[] {
  const headings = readMarkdown(page).prose.flatMap(({ text }) => /^#+ (.*)/.exec(text)?.[1] ?? [])
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  )
}
