import { fromHex, hex, join, sha256 } from './sha256'

/** The hash of a leaf's text. RFC 6962, section 2.1. */
export function leafHash(text: string): string {
  return hex(sha256(join(Uint8Array.of(0), new TextEncoder().encode(text))))
}

function nodeHash(left: string, right: string): string {
  return hex(sha256(join(Uint8Array.of(1), fromHex(left), fromHex(right))))
}

const half = (value: number) => Math.floor(value / 2)

/** Where a path leads to from a leaf; null where it has not the length that it must. RFC 9162, section 2.1.3.2. */
export function rootOfPath(
  index: number,
  size: number,
  path: readonly string[],
  leaf: string,
): string | null {
  if (!(index >= 0 && index < size)) return null
  let [position, last, reached] = [index, size - 1, leaf]
  for (const sibling of path) {
    if (last === 0) return null
    if (position % 2 === 1 || position === last) {
      reached = nodeHash(sibling, reached)
      while (position % 2 === 0 && position !== 0) [position, last] = [position / 2, half(last)]
    } else reached = nodeHash(reached, sibling)
    ;[position, last] = [half(position), half(last)]
  }
  return last === 0 ? reached : null
}

/** The two roots that a consistency path leads to; null where it can't be one. RFC 9162, section 2.1.4.2. */
export function rootsOfConsistency(
  first: number,
  second: number,
  path: readonly string[],
  firstRoot: string,
): readonly [string, string] | null {
  if (first < 1 || first > second) return null
  if (first === second) return path.length === 0 ? [firstRoot, firstRoot] : null
  const [seed, ...rest] = Number.isInteger(Math.log2(first)) ? [firstRoot, ...path] : path
  if (seed === undefined) return null
  let [position, last] = [first - 1, second - 1]
  while (position % 2 === 1) [position, last] = [half(position), half(last)]
  let [old, current] = [seed, seed]
  for (const sibling of rest) {
    if (last === 0) return null
    if (position % 2 === 1 || position === last) {
      old = nodeHash(sibling, old)
      current = nodeHash(sibling, current)
      while (position % 2 === 0 && position !== 0) [position, last] = [position / 2, half(last)]
    } else current = nodeHash(current, sibling)
    ;[position, last] = [half(position), half(last)]
  }
  return last === 0 ? [old, current] : null
}
