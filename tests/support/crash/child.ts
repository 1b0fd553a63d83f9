import { writeSync } from 'node:fs'
import { readConfig } from '@/config'
import type { Command } from '@/domain/commands'
import { createRuntime } from '@/runtime'

// Commands as fast as they go, from many callers, until somebody kills this process. Each is announced before it
// is sent and again when it was acknowledged; a line is one write to the pipe, so a kill cuts between lines.

const CALLERS = 16
const TICKETS = 6
const runtime = await createRuntime(readConfig())
const actor = { tipo: 'persona', id: Number(process.env.ACTOR), rol: 'operador' } as const

function randomCommand(): Command {
  const ticketId = Number(process.env.FIRST_TICKET) + Math.floor(Math.random() * TICKETS)
  const roll = Math.random()
  if (roll < 0.1) {
    const facts = { prioridad: 'media', categoria: null, solicitanteId: null } as const
    return {
      tipo: 'crear_ticket',
      titulo: 'Nuevo',
      descripcion: 'x'.repeat(1 + 1999 * Math.random()),
      ...facts,
    }
  }
  const a = roll < 0.3 ? 'en_progreso' : 'abierto'
  if (roll < 0.5)
    return { tipo: 'actualizar_con_interaccion', ticketId, a, comentario: 'Voy', interno: false }
  return { tipo: 'comentar', ticketId, comentario: 'Sigo', interno: roll < 0.6 }
}

async function caller(): Promise<never> {
  for (;;) {
    const comandoId = runtime.newId()
    const comando = randomCommand()
    writeSync(1, `${JSON.stringify({ comandoId, comando })}\n`)
    const result = await runtime.bus.dispatch({ comandoId, actor, comando })
    writeSync(1, `${JSON.stringify({ comandoId, result })}\n`)
  }
}

await Promise.all(Array.from({ length: CALLERS }, caller))
