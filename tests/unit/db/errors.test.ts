import { expect, test } from 'vitest'
import { classifyFailure, remoteFailure } from '@/db/errors'

const coded = (code: string) => Object.assign(new Error('x'), { code })
const failed = (code: string) => new TypeError('fetch failed', { cause: coded(code) })

test.each([
  failed('ECONNREFUSED'),
  failed('UND_ERR_SOCKET'),
  coded('EPIPE'),
  coded('ENOTFOUND'),
  new TypeError('terminated'),
  new DOMException('The operation was aborted due to timeout', 'TimeoutError'),
  remoteFailure(failed('EAI_AGAIN')),
  remoteFailure(new SyntaxError('Unexpected token <')),
])('an answer that got lost leaves open what became of it: %s', (error) => {
  expect(classifyFailure(error)).toBe('incierto')
})

// Mutants seen to fail: any error with a code is the network's; any message that speaks of a socket or of an end.
test.each([
  Object.assign(new TypeError('The "string" argument must be of type string'), {
    code: 'ERR_INVALID_ARG_TYPE',
  }),
  Object.assign(new RangeError('x'), { code: 'ERR_OUT_OF_RANGE' }),
  coded('UND_ERR_INVALID_ARG'),
  new TypeError("Cannot read properties of undefined (reading 'socket')"),
  new Error('the plan was terminated'),
])('a bug of ours is no lost answer, and is not tried again: %s', (error) => {
  expect(classifyFailure(error)).toBe('propio')
})
