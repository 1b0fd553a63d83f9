import { z } from 'zod'
import { defineScript } from '@/redis/script'

/** The least that a script can do. */
export const reading = defineScript({
  name: 'prueba.leer',
  lua: "return redis.call('GET', KEYS[1])",
  twin: (call, [key = '']) => call('GET', key),
  reply: z.string().nullable(),
})
