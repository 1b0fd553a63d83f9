import { afterEach, expect, test } from 'vitest'
import { admitStream } from '../../app/api/stream/admission'

const leaving: (() => void)[] = []
afterEach(() => {
  for (const leave of leaving.splice(0)) leave()
})

function enter(account: number): boolean {
  const leave = admitStream(account)
  if (leave) leaving.push(leave)
  return leave !== null
}

// Mutants seen to fail: the account's limit; a leaving that counts twice; one that leaves nothing free.
test('an account has ten streams, and a new one only as one leaves', () => {
  for (let n = 0; n < 10; n++) expect(enter(1)).toBe(true)
  expect(enter(1)).toBe(false)
  const [first] = leaving
  first?.()
  first?.()
  expect(enter(1)).toBe(true)
  expect(enter(1)).toBe(false)
})

// Mutant seen to fail: the process's limit.
test('a process has two thousand, whoever they are of', () => {
  for (let account = 1; account <= 200; account++)
    for (let n = 0; n < 10; n++) expect(enter(account)).toBe(true)
  expect(enter(201)).toBe(false)
  leaving[0]?.()
  expect(enter(201)).toBe(true)
})
