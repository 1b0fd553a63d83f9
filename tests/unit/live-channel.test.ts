import { expect, test } from 'vitest'
import { Channel } from '@/components/live/channel'

// Mutants seen to fail: nothing remembered; everything remembered; a listener that can't leave.
test('who comes a little late is told what was said meanwhile, and who comes later is not', () => {
  let now = 0
  const channel = new Channel<string>(1000, () => now)
  const heard: Record<string, string[]> = { first: [], late: [], later: [] }
  const leave = channel.listen((told) => heard.first?.push(told))
  channel.tell('a')
  now = 999
  channel.listen((told) => heard.late?.push(told))
  channel.tell('b')
  now = 1000
  channel.listen((told) => heard.later?.push(told))
  leave()
  channel.tell('c')
  expect(heard).toEqual({ first: ['a', 'b'], late: ['a', 'b', 'c'], later: ['b', 'c'] })
})
