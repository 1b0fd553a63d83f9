import { z } from 'zod'
import { StoredEvent } from '@/events/stored'
import { Person } from '../usuarios/people'

const Personas = z.map(z.number(), Person)

// Kept as it was read, where a flag is a truth value already.
const Interna = StoredEvent.extend({ es_interno: z.boolean() })
// Whatever put an internal note where a client reads: it is no value of theirs.
const Cliente = StoredEvent.extend({ es_interno: z.literal(false) })

/** Rows of the log with the people in them, as a cache keeps them: they are decoded whenever they are read. */
export const ROWS = {
  interna: z.object({ filas: z.array(Interna), personas: Personas }),
  cliente: z.object({ filas: z.array(Cliente), personas: Personas }),
} as const
