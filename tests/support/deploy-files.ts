/** An instruction of a Dockerfile: its word, and all that comes behind it as one line. */
export type Instruction = readonly [word: string, rest: string]

/** The stages of a Dockerfile with their instructions; what stands before the first FROM is in none. */
export function readDockerfile(text: string): Instruction[][] {
  const lines = text
    .split('\n')
    .filter((line) => !/^\s*(#|$)/.test(line))
    .join('\n')
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
  const stages: Instruction[][] = []
  for (const line of lines) {
    const [, word = '', rest = ''] = /^(\w+)\s+(.*)$/.exec(line.trim()) ?? []
    if (word === 'FROM') stages.push([])
    stages.at(-1)?.push([word, rest])
  }
  return stages
}

/** What a .dockerignore keeps out: the last line that matches a path, or a folder that it is in, decides. */
export function matchesIgnore(text: string): (path: string) => boolean {
  const rules = text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const glob = line
        .replace(/^!/, '')
        .replaceAll('.', '\\.')
        .replaceAll(/\*\*\/|\*/g, (stars) => (stars === '*' ? '[^/]*' : '(?:.*/)?'))
      return { keeps: !line.startsWith('!'), pattern: new RegExp(`^${glob}(?:/|$)`) }
    })
  return (path) => rules.findLast(({ pattern }) => pattern.test(path))?.keeps ?? false
}

/** The keys of a systemd unit with their values, whatever section they are in. */
export function readUnit(text: string): Record<string, string[] | undefined> {
  const found: Record<string, string[] | undefined> = {}
  for (const [, key = '', value = ''] of text.matchAll(/^(\w+)=(.*)$/gm))
    found[key] = [...(found[key] ?? []), value]
  return found
}
