import { seesAudit } from '@projections/auditoria/filter'
import { z } from 'zod'
import { Ulid } from '@/domain/values'
import { countOfTicket, positionOfEvent, positionsOfTicket } from '@/events/seals/find'
import { Cabeza } from '@/events/seals/head'
import { AVISO, PROOF_FORMAT, proveConsistency, proveLeaves } from '@/events/seals/prove'
import { lastSeal } from '@/events/seals/store'
import { problem } from '../problem'
import { defineRoute, NADA, SIN_CUERPO } from '../route'
import { Continuidad, IdTexto, Pruebas } from '../schemas'

/** A ticket with more events than this is exported, as JSONL: each line with its proof. */
const MOST = 500

export const proveAuditoria = defineRoute({
  nombre: 'proveAuditoria',
  grupo: 'auditoria',
  metodo: 'GET',
  ruta: '/api/auditoria/pruebas',
  alcance: 'audit',
  params: NADA,
  consulta: z.strictObject({
    evento: Ulid.optional(),
    posicion: IdTexto.optional(),
    ticket: IdTexto.optional(),
  }),
  cuerpo: SIN_CUERPO,
  salida: { status: 200, cuerpo: Pruebas },
  async handle({ runtime, caller, t }, { consulta: { evento, posicion, ticket } }) {
    // Whatever the scope let in: this reads of any ticket, by role.
    if (!seesAudit(caller)) return problem('SIN_ACCESO', t)
    const db = runtime.db.as('api_server')
    const cabeza = await lastSeal(db)
    if (cabeza === null) return problem('NO_COMPARABLE', t)
    const named = evento === undefined ? null : await positionOfEvent(db, evento)
    const single = [posicion ?? null, named].filter((one) => one !== null)
    const [ofTicket, more] =
      ticket === undefined
        ? [[], 0]
        : await Promise.all([positionsOfTicket(db, ticket, MOST - single.length), countOfTicket(db, ticket)])
    const posiciones = [...single, ...ofTicket]
    if (posiciones.length === 0) return problem('NO_ENCONTRADO', t)
    const found = await proveLeaves(db, posiciones, cabeza)
    const pruebas = posiciones.flatMap((one) => found.get(one) ?? [])
    // What is not sealed yet can't be proved yet.
    if (pruebas.length < posiciones.length) return problem('NO_COMPARABLE', t)
    const total = single.length + more
    return { status: 200, body: { formato: PROOF_FORMAT, aviso: AVISO, cabeza, total, pruebas } }
  },
})

export const proveConsistencia = defineRoute({
  nombre: 'proveConsistencia',
  grupo: 'auditoria',
  metodo: 'POST',
  ruta: '/api/auditoria/consistencia',
  alcance: 'audit',
  params: NADA,
  consulta: NADA,
  cuerpo: z.strictObject({ vieja: Cabeza }),
  salida: { status: 200, cuerpo: Continuidad },
  async handle({ runtime, caller, t }, { cuerpo: { vieja } }) {
    if (!seesAudit(caller)) return problem('SIN_ACCESO', t)
    const db = runtime.db.as('api_server')
    const nueva = await lastSeal(db)
    if (nueva === null || vieja.tamano > nueva.tamano) return problem('NO_COMPARABLE', t)
    return { status: 200, body: await proveConsistency(db, vieja, nueva) }
  },
})
