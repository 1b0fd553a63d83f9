import { z } from 'zod'
import { fromJson as at, insertJsonRows, JSON_ROWS } from '@/db/json-rows'
import { defineQuery, defineWrite } from '@/db/queries'

const roles = ['dispatcher', 'admin'] as const
const COLUMNS = ['id', 'tipo', 'v', 'datos', 'prioridad', 'vence', 'evento_id', 'fecha_creacion']

/** Rows as arrays: id, tipo, v, datos, prioridad, vence, evento_id, fecha_creacion. A known id changes nothing; gives the new ones: see bornOf. */
export const INSERT = defineWrite({
  name: 'tareas.insertar',
  roles: [...roles, 'projector', 'monitor'],
  sql: insertJsonRows('tareas', COLUMNS, '(id) DO NOTHING RETURNING id, prioridad, vence'),
})

/** What a worker must know to run a task. */
export const ClaimedTask = z.object({
  id: z.string(),
  tipo: z.string(),
  v: z.number(),
  datos: z.string(),
  prioridad: z.number(),
  intentos: z.number(),
  vence: z.string(),
  valla: z.number(),
  eventoId: z.string().nullable(),
  historial: z.string(),
})
export type ClaimedTask = z.infer<typeof ClaimedTask>

// What is due and nobody's: the guard that lets one of two claims through. Each raises the fence.
const CLAIMABLE = `estado = 'pendiente' AND vence <= :ahora AND (titular IS NULL OR arriendo_hasta <= :ahora)`
const CLAIM_SET = `UPDATE tareas SET valla = valla + 1, intentos = intentos + 1, titular = :titular, arriendo_hasta = :hasta`
const CLAIMED = `RETURNING id, tipo, v, datos, prioridad, intentos, vence, valla, evento_id AS eventoId, historial`

export const CLAIM = defineWrite({
  name: 'tareas.tomar',
  roles,
  sql: `${CLAIM_SET} WHERE id IN (SELECT value FROM json_each(:ids)) AND ${CLAIMABLE} ${CLAIMED}`,
})

/** A search per priority: over all of them at once, those of the future would be read as well. */
const DUE = [0, 1, 2]
  .map(
    (prioridad) => `SELECT id FROM (SELECT id FROM tareas WHERE prioridad = ${prioridad} AND ${CLAIMABLE}
      ORDER BY vence, id LIMIT :limite)`,
  )
  .join('\n      UNION ALL ')

export const CLAIM_DUE = defineWrite({
  name: 'tareas.tomar_vencidas',
  roles,
  sql: `${CLAIM_SET} WHERE id IN (SELECT id FROM (${DUE}) LIMIT :limite) ${CLAIMED}`,
})

/** A pending task as Redis passes it on. */
export const PendingTask = z.object({
  id: z.string(),
  prioridad: z.number(),
  /** Not before; for one that runs, not before its lease's end. */
  desde: z.string(),
})
export type PendingTask = z.infer<typeof PendingTask>

const PENDING_COLUMNS = "id, prioridad, max(vence, coalesce(arriendo_hasta, '')) AS desde"

export const PENDING_PAGE = defineQuery({
  name: 'tareas.pendientes',
  roles,
  sql: `SELECT ${PENDING_COLUMNS}, vence FROM tareas
    WHERE estado = 'pendiente' AND (prioridad, vence, id) > (:prioridad, :vence, :id)
    ORDER BY prioridad, vence, id LIMIT :limite`,
  row: PendingTask.extend({ vence: z.string() }),
})

export const STILL_PENDING = defineQuery({
  name: 'tareas.aun_pendientes',
  roles,
  sql: `SELECT ${PENDING_COLUMNS} FROM tareas
    WHERE id IN (SELECT value FROM json_each(?1)) AND estado = 'pendiente'`,
  row: PendingTask,
})

const HELD = `tareas.id = ${at(0)} AND tareas.valla = ${at(1)} AND tareas.titular IS NOT NULL`
const RELEASED = 'titular = NULL, arriendo_hasta = NULL'

/** Rows as arrays: id, valla, resultado. Gives the ids of those that were still held, as the next three do. */
export const DONE = defineWrite({
  name: 'tareas.hechas',
  roles,
  sql: `${JSON_ROWS} UPDATE tareas SET estado = 'hecha', fecha_fin = ?2, resultado = ${at(2)}, ${RELEASED}
    FROM e WHERE ${HELD} RETURNING id`,
})

/** Rows as arrays: id, valla, estado, vence, historial, fecha_fin, and 1 where that was no attempt. */
export const FAILED = defineWrite({
  name: 'tareas.fallidas',
  roles,
  sql: `${JSON_ROWS} UPDATE tareas SET estado = ${at(2)}, vence = ${at(3)}, historial = ${at(4)}, fecha_fin = ${at(5)},
      intentos = intentos - ${at(6)}, ${RELEASED}
    FROM e WHERE ${HELD} RETURNING id`,
})

/** Rows as arrays: id, valla. What was claimed and not begun was no attempt. */
export const RELEASE = defineWrite({
  name: 'tareas.soltar',
  roles,
  sql: `${JSON_ROWS} UPDATE tareas SET intentos = intentos - 1, ${RELEASED} FROM e WHERE ${HELD} RETURNING id`,
})

/** Rows as arrays: id, valla. */
export const RENEW = defineWrite({
  name: 'tareas.renovar',
  roles,
  sql: `${JSON_ROWS} UPDATE tareas SET arriendo_hasta = ?2 FROM e WHERE ${HELD} RETURNING id`,
})

// An UPDATE of no row would let the effects through: one that lost its fence must take the whole batch down.
export const DONE_FENCED = defineWrite({
  name: 'tareas.hecha',
  roles,
  sql: `${JSON_ROWS} UPDATE tareas SET estado = 'hecha', fecha_fin = :ahora, resultado = :resultado, ${RELEASED},
      valla = CASE WHEN valla = :valla AND titular IS NOT NULL THEN valla ELSE -1 END
    WHERE id = :id`,
})
