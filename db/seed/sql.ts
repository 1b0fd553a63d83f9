import { z } from 'zod'
import { accountEvent, foldTickets, minutes, type SeedEvent, type SeedTicket } from './fold'
import { ACCOUNTS } from './stories'
import { type Ago, PERSONAS } from './story'

const HEADER = `-- Made by \`pnpm seed:generate\` from db/seed/stories*.ts; a test proves that it still is. Don't edit it here.
-- Five demo accounts (one of every role and a second client; password: bitacora-demo-2026), 20 tickets and their
-- 100 events, all told back from the moment of seeding. It fills a migrated database that nobody used yet.

-- One clock for all statements: a ticket's dates must equal its events' to the millisecond. Not before the last
-- recording, so that fecha_registro never goes back.
CREATE TEMP TABLE reloj AS SELECT max(
  strftime('%Y-%m-%dT%H:%M:%fZ', 'now'),
  (SELECT fecha_registro FROM interacciones ORDER BY id DESC LIMIT 1)) AS ahora;
`

/** The text of db/seed.sql. */
export function seedSql(): string {
  const tickets = foldTickets()
  // Accounts begin before the first ticket, an hour apart.
  const accounts = ACCOUNTS.map((account, index) => ({
    account,
    evento: accountEvent(account, [40, `${9 - index}:00`]),
  }))
  const eventos = [...accounts.map(({ evento }) => evento), ...tickets.flatMap((ticket) => ticket.eventos)]
  return [
    HEADER,
    accountsSql(accounts.map(({ account, evento }) => [account, evento] as const)),
    ticketsSql(tickets),
    eventsSql([...eventos].sort((a, b) => minutes(b.hace) - minutes(a.hace))),
    'DROP TABLE reloj;\n',
  ].join('\n')
}

function accountsSql(accounts: readonly (readonly [(typeof ACCOUNTS)[number], SeedEvent])[]): string {
  const rows = accounts.map(([{ persona, email, nombre, rol, passwordHash }, { hace, comandoId }]) =>
    values(PERSONAS[persona], email, nombre, rol, passwordHash, comandoId, ...modifiers(hace)),
  )
  return `INSERT INTO usuarios (
  id, email, nombre, rol, password_hash, comando_id, version, activo, fecha_creacion, fecha_contrasena,
  fecha_acceso)
SELECT column1, column2, column3, column4, column5, column6, 1, 1, ${date(7)}, ${date(7)}, ${date(7)}
FROM reloj CROSS JOIN (VALUES
${rows.join(',\n')}
) ORDER BY column1;
`
}

function ticketsSql(tickets: readonly SeedTicket[]): string {
  const rows = tickets.map(({ row }) =>
    values(
      ...[row.id, row.titulo, row.descripcion, row.usuarioId, row.estado, row.prioridad, row.categoria],
      ...[row.asignadoA, row.version, row.comandoId],
      ...[row.fechaCreacion, row.fechaActualizacion, row.fechaActualizacionCliente].flatMap(parsed),
      ...[row.fechaCierre, row.esperaDesde].flatMap((fecha) =>
        fecha === null ? [null, null] : parsed(fecha),
      ),
      row.esperaA,
    ),
  )
  return `INSERT INTO tickets (
  id, titulo, descripcion, usuario_id, estado, prioridad, categoria, asignado_a, version, comando_id,
  fecha_creacion, fecha_actualizacion, fecha_actualizacion_cliente, fecha_cierre, espera_desde, espera_a)
SELECT column1, column2, column3, column4, column5, column6, column7, column8, column9, column10,
  ${[11, 13, 15, 17, 19].map(date).join(',\n  ')}, column21
FROM reloj CROSS JOIN (VALUES
${rows.join(',\n')}
) ORDER BY column1;
`
}

function eventsSql(eventos: readonly SeedEvent[]): string {
  const rows = eventos.map((evento, index) =>
    values(
      index + 1,
      ...(evento.sujeto.tipo === 'ticket' ? [evento.sujeto.id, null] : [null, evento.sujeto.id]),
      ...[evento.usuarioId, evento.tipo, evento.contenido, evento.metadata, evento.esInterno ? 1 : 0],
      ...[evento.version, evento.eventoId, evento.comandoId, evento.orden, evento.sal, evento.huella],
      ...modifiers(evento.hace),
    ),
  )
  return `INSERT INTO interacciones (
  ticket_id, cuenta_id, usuario_id, tipo, contenido, metadata, es_interno, version, evento_id,
  comando_id, orden, correlacion_id, sal, huella, fecha_creacion, fecha_registro)
SELECT column2, column3, column4, column5, column6, column7, column8, column9, column10,
  column11, column12, column11, column13, column14, ${date(15)}, ahora
FROM reloj CROSS JOIN (VALUES
${rows.join(',\n')}
) ORDER BY column1;
`
}

/** The date that two modifiers, in this column and the next, count back from the clock. */
function date(column: number): string {
  return `strftime('%Y-%m-%dT%H:%M:%fZ', ahora, column${column}, column${column + 1})`
}

function modifiers([days, time]: Ago): [string, string] {
  return [`-${days} days`, `-${time.padStart(5, '0')}`]
}

const AgoText = z.tuple([z.number(), z.string()])

function parsed(hace: string): [string, string] {
  return modifiers(AgoText.parse(JSON.parse(hace)))
}

function values(...cells: readonly (string | number | null)[]): string {
  return `(${cells.map(literal).join(', ')})`
}

function literal(cell: string | number | null): string {
  if (cell === null) return 'NULL'
  return typeof cell === 'number' ? String(cell) : `'${cell.replaceAll("'", "''")}'`
}
