import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { Ulid } from '@/domain/values'
import { createLanes } from '@/io/lanes'
import { readLines } from '@/io/lines'
import { stableUlid } from '@/io/stable-id'

describe('stableUlid', () => {
  test('is a ULID in form, the same for the same parts and no other', () => {
    const ids = [['a'], ['b'], ['a', 'b'], ['ab'], ['a', ''], ['', 'a'], []].map((parts) =>
      stableUlid(...parts),
    )
    expect(ids.every((id) => Ulid.safeParse(id).success)).toBe(true)
    expect(new Set(ids).size).toBe(ids.length)
    expect(stableUlid('a', 'b')).toBe(stableUlid('a', 'b'))
    // What was imported must be known again by every later version.
    expect(stableUlid('servicenow', 'incidente', 'INC0000045')).toBe('4HRG6QGTH1CAPWJC1Y4EE9EFB4')
  })
})

describe('readLines', () => {
  async function read(content: string | Buffer, maxLength?: number) {
    const folder = await mkdtemp(join(tmpdir(), 'bitacora-lineas-'))
    const path = join(folder, 'lineas.txt')
    await writeFile(path, content)
    const lines: (string | null)[] = []
    for await (const { numero, texto } of readLines(path, maxLength)) {
      lines.push(texto)
      expect(numero).toBe(lines.length)
    }
    await rm(folder, { recursive: true })
    return lines
  }

  test('gives each line once, however it ends', async () => {
    expect(await read('\uFEFFuno\r\ndos\n\ntres')).toEqual(['uno', 'dos', '', 'tres'])
    expect(await read('uno\n')).toEqual(['uno'])
    expect(await read('')).toEqual([])
  })

  test('leaves out a line that is too long, and no other', async () => {
    expect(await read(`uno\n${'x'.repeat(11)}\ndos`, 10)).toEqual(['uno', null, 'dos'])
    // Longer than many chunks of the file: it is never held whole.
    expect(await read(`${'x'.repeat(500_000)}\ndos\n${'y'.repeat(500_000)}`)).toEqual([null, 'dos', null])
  })

  // Mutant seen to fail: a decoder that puts something in the place of what it can't read.
  test('leaves out a line in another encoding, and no other', async () => {
    const bytes = Buffer.concat([Buffer.from('año\n'), Buffer.from('año\n', 'latin1'), Buffer.from('año')])
    expect(await read(bytes)).toEqual(['año', null, 'año'])
  })

  test('keeps a character whole that a chunk’s border cuts in two', async () => {
    const line = `${'x'.repeat(65_535)}ñ`
    expect(await read(line)).toEqual([line])
  })
})

describe('lanes', () => {
  test('keep the order within a lane, and run lanes at once', async () => {
    const lanes = createLanes(100)
    const done: string[] = []
    const work = (name: string, ms: number) => async () => {
      await setTimeout(ms)
      done.push(name)
    }
    await lanes.add('a', work('a1', 30))
    await lanes.add('a', work('a2', 0))
    await lanes.add('b', work('b1', 10))
    await lanes.drain()
    expect(done).toEqual(['b1', 'a1', 'a2'])
  })

  test('hold no more than the limit', async () => {
    const lanes = createLanes(3)
    let running = 0
    let most = 0
    for (let n = 0; n < 20; n++) {
      await lanes.add(String(n), async () => {
        most = Math.max(most, ++running)
        await setTimeout(1)
        running--
      })
    }
    await lanes.drain()
    expect(most).toBe(3)
  })

  test('begin nothing more after a failure, and tell of it', async () => {
    const lanes = createLanes(1)
    const begun: number[] = []
    const add = (n: number) =>
      lanes.add('a', async () => {
        begun.push(n)
        await setTimeout(1)
        if (n === 2) throw new Error('no more')
      })
    await add(1)
    await add(2)
    await expect(add(3)).rejects.toThrow('no more')
    await expect(lanes.drain()).rejects.toThrow('no more')
    expect(begun).toEqual([1, 2])
  })
})
