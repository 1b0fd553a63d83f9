import { hash } from 'node:crypto'

/**
 * The Merkle tree of RFC 6962, section 2.1: SHA-256, a leaf's input begins with 0 and a node's with 1, so that no leaf
 * can pass for a node. A tree that isn't full splits at the largest power of two below its size.
 */

/** A complete subtree's hash: `indice` counts the subtrees of 2^nivel leaves. */
export type NodeReader = (nivel: number, indice: number) => Buffer

/** The hash of one leaf. RFC 6962: SHA-256(0x00 || leaf). */
export function leafHash(leaf: Uint8Array): Buffer {
  return hash('sha256', Buffer.concat([Uint8Array.of(0), leaf]), 'buffer')
}

/** The hash of an inner node. RFC 6962: SHA-256(0x01 || left || right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  const input = Buffer.allocUnsafe(65)
  input[0] = 1
  input.set(left, 1)
  input.set(right, 33)
  return hash('sha256', input, 'buffer')
}

/** The root of the tree without leaves. */
export function emptyRoot(): Buffer {
  return hash('sha256', '', 'buffer')
}

// No shifts: JavaScript's are of 32 bits, and a log may have more leaves than that.
function splitOf(size: number): number {
  let split = 1
  while (split * 2 < size) split *= 2
  return split
}

/** The hash over the leaves from `start` to before `end`; `start` is a multiple of a power of two that holds them. */
function subtree(start: number, end: number, node: NodeReader): Buffer {
  const size = end - start
  if (Number.isInteger(Math.log2(size))) return node(Math.log2(size), start / size)
  const split = splitOf(size)
  return nodeHash(subtree(start, start + split, node), subtree(start + split, end, node))
}

/** The root over the first `size` leaves. */
export function rootOf(size: number, node: NodeReader): Buffer {
  return size === 0 ? emptyRoot() : subtree(0, size, node)
}

/** The audit path of a leaf, from its sibling upwards. RFC 6962, section 2.1.1. */
export function inclusionPath(index: number, size: number, node: NodeReader): Buffer[] {
  return pathWithin(index, 0, size, node)
}

function pathWithin(index: number, start: number, end: number, node: NodeReader): Buffer[] {
  if (end - start === 1) return []
  const split = start + splitOf(end - start)
  if (index < split) return [...pathWithin(index, start, split, node), subtree(split, end, node)]
  return [...pathWithin(index, split, end, node), subtree(start, split, node)]
}

/** The proof that the tree of `size` begins with that of `first`. RFC 6962, section 2.1.2. */
export function consistencyPath(first: number, size: number, node: NodeReader): Buffer[] {
  if (first === 0 || first === size) return []
  return consistencyWithin(first, 0, size, true, node)
}

function consistencyWithin(
  first: number,
  start: number,
  end: number,
  known: boolean,
  node: NodeReader,
): Buffer[] {
  if (first === end - start) return known ? [] : [subtree(start, end, node)]
  const split = splitOf(end - start)
  const middle = start + split
  if (first <= split)
    return [...consistencyWithin(first, start, middle, known, node), subtree(middle, end, node)]
  return [...consistencyWithin(first - split, middle, end, false, node), subtree(start, middle, node)]
}

/** True when the path leads from the leaf's hash to the root. RFC 9162, section 2.1.3.2. */
export function verifyInclusion(
  proof: { readonly index: number; readonly size: number; readonly path: readonly Uint8Array[] },
  leaf: Uint8Array,
  root: Uint8Array,
): boolean {
  if (!(proof.index >= 0 && proof.index < proof.size)) return false
  let [position, last] = [proof.index, proof.size - 1]
  let reached: Uint8Array = leaf
  for (const sibling of proof.path) {
    if (last === 0) return false
    if (position % 2 === 1 || position === last) {
      reached = nodeHash(sibling, reached)
      while (position % 2 === 0 && position !== 0) [position, last] = [position / 2, half(last)]
    } else reached = nodeHash(reached, sibling)
    ;[position, last] = [half(position), half(last)]
  }
  return last === 0 && Buffer.from(root).equals(reached)
}

/** True when the path shows that the second tree begins with the first. RFC 9162, section 2.1.4.2. */
export function verifyConsistency(
  sizes: { readonly first: number; readonly second: number },
  path: readonly Uint8Array[],
  firstRoot: Uint8Array,
  secondRoot: Uint8Array,
): boolean {
  const { first, second } = sizes
  if (first > second || first < 0) return false
  if (first === second) return path.length === 0 && Buffer.from(firstRoot).equals(secondRoot)
  if (first === 0) return path.length === 0
  const whole = Number.isInteger(Math.log2(first))
  const [seed, ...rest] = whole ? [firstRoot, ...path] : path
  if (seed === undefined) return false
  let [position, last] = [first - 1, second - 1]
  while (position % 2 === 1) [position, last] = [half(position), half(last)]
  let [old, current] = [seed, seed]
  for (const sibling of rest) {
    if (last === 0) return false
    if (position % 2 === 1 || position === last) {
      old = nodeHash(sibling, old)
      current = nodeHash(sibling, current)
      while (position % 2 === 0 && position !== 0) [position, last] = [position / 2, half(last)]
    } else current = nodeHash(current, sibling)
    ;[position, last] = [half(position), half(last)]
  }
  return last === 0 && Buffer.from(firstRoot).equals(old) && Buffer.from(secondRoot).equals(current)
}

const half = (value: number) => Math.floor(value / 2)

/** The complete subtrees at the right edge: enough to add leaves and to give the root, in O(log n) memory. */
export class Frontier {
  /** The largest first; one for each bit of the size. */
  readonly #edge: { readonly nivel: number; readonly hash: Buffer }[] = []
  #size = 0

  /** @param onNode told of every complete subtree above the leaves, as it is completed */
  constructor(private readonly onNode: (nivel: number, hash: Buffer) => void = () => undefined) {}

  get size(): number {
    return this.#size
  }

  /** The same tree, to be grown another way. */
  copy(): Frontier {
    const copy = new Frontier()
    copy.#edge.push(...this.#edge)
    copy.#size = this.#size
    return copy
  }

  push(leaf: Buffer): void {
    let [nivel, reached] = [0, leaf]
    for (let last = this.#edge.at(-1); last?.nivel === nivel; last = this.#edge.at(-1)) {
      this.#edge.pop()
      reached = nodeHash(last.hash, reached)
      nivel++
      this.onNode(nivel, reached)
    }
    this.#edge.push({ nivel, hash: reached })
    this.#size++
  }

  root(): Buffer {
    const hashes = this.#edge.map((entry) => entry.hash)
    const last = hashes.pop()
    return last === undefined ? emptyRoot() : hashes.reduceRight((right, left) => nodeHash(left, right), last)
  }
}
