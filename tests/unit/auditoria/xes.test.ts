import { AuditFilter } from '@projections/auditoria/filter'
import type { AuditKey } from '@projections/auditoria/statements'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeEvent } from '@/events/codec'
import { inStreams } from '@/io/auditoria/streams'
import { auditLogHead, auditTraceHead, LOG_END, TRACE_END } from '@/io/auditoria/xes'
import { auditEventXml } from '@/io/auditoria/xes-event'
import { stored } from '../../support/golden'
import { readXesLog } from '../../support/xes-log'

function written(contenido: string, autor = 'Ana'): string {
  const row = stored({ contenido, metadata: '{"json":{"v":2,"datos":{"esInterno":true}}}', es_interno: true })
  const evento = decodeEvent(row)
  const fila = { ...row, es_interno: 1 as const, sal: 'aa', huella: 'bb' }
  const event = auditEventXml({ fila, evento, autor, autorRol: 'operador', nombres: {} })
  const head = auditLogHead(AuditFilter.parse({ ticket: 5, texto: 'a"<&' }), 12)
  return head + auditTraceHead(evento.sobre.sujeto) + event + TRACE_END + LOG_END
}

// Written by hand, so that no writer can agree with itself.
const GOLDEN = `<trace>
<string key="concept:name" value="ticket 5"/>
<string key="bitacora:sujeto" value="ticket"/>
<int key="bitacora:sujeto_id" value="5"/>
<event>
<string key="concept:name" value="comentario"/>
<string key="org:resource" value="Ana"/>
<string key="org:role" value="operador"/>
<date key="time:timestamp" value="2026-03-01T10:00:00.000Z"/>
<string key="lifecycle:transition" value="complete"/>
<string key="bitacora:evento" value="e"/>
<int key="bitacora:posicion" value="9"/>
<int key="bitacora:version" value="3"/>
<string key="bitacora:comando" value="c"/>
<int key="bitacora:orden" value="0"/>
<int key="bitacora:actor" value="2"/>
<string key="bitacora:correlacion" value="c"/>
<date key="bitacora:registrado" value="2026-03-01T10:00:00.000Z"/>
<string key="bitacora:tipo" value="comentario"/>
<boolean key="bitacora:interno" value="true"/>
<string key="bitacora:datos" value="{&quot;esInterno&quot;:true}"/>
<string key="bitacora:contenido" value="Así:&#10;&#9;«a» &amp; &lt;b&gt;"/>
<string key="bitacora:huella" value="bb"/>
</event>
</trace>
</log>
`

describe('the XES of an audit', () => {
  test('is what is written here by hand', () => {
    const text = written('Así:\n\t«a» & <b>')
    expect(text.slice(text.indexOf('<trace>'))).toBe(GOLDEN)
  })

  test('says what was filtered, up to where, and what it does not prove; and is no export to import as our own', () => {
    const { atributos, globales } = readXesLog(written('x'))
    expect(atributos).toMatchObject({
      'bitacora:posicion': '12',
      'bitacora:filtro/bitacora:ticket': '5',
      'bitacora:filtro/bitacora:texto': 'a"<&',
    })
    expect(atributos['bitacora:aviso']).toMatch(/nada en él demuestra que estén todos/)
    expect(atributos).not.toHaveProperty(['bitacora:formato'])
    const [event] = readXesLog(written('x')).trazas[0]?.eventos ?? []
    for (const key of globales) expect(event).toHaveProperty([key])
  })

  // Mutant seen to fail: IMPOSSIBLE without `\p{Cc}`.
  test('is well-formed whatever was written, and keeps all that XML can hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (contenido, autor) => {
        const [event] = readXesLog(written(contenido, autor)).trazas[0]?.eventos ?? []
        const kept = (text: string) =>
          text.replace(/(?![\t\n\r])[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/gu, '\ufffd')
        expect(event?.['bitacora:contenido']).toBe(kept(contenido))
        expect(event?.['org:resource']).toBe(kept(autor))
      }),
    )
  })
})

const keys = (events: readonly (readonly [ticket: number, id: number])[]): AuditKey[] =>
  events.map(([ticket, id]) => ({
    id,
    ticket_id: ticket < 4 ? ticket : null,
    cuenta_id: ticket < 4 ? null : ticket,
    fecha_creacion: '',
  }))

// Mutants seen to fail: a shrink at 3 * room; positions of a stream in the order in which they were found. `held` not set
// back survives: it shrinks oftener, which costs time and changes nothing.
test('the places of events in their streams take no more memory than there is room for', async () => {
  const some = fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 6 }), fc.nat({ max: 500 })), {
    selector: ([, id]) => id,
    maxLength: 80,
  })
  await fc.assert(
    fc.asyncProperty(some, fc.integer({ min: 1, max: 9 }), async (events, room) => {
      let looks = 0
      const find = async () => {
        looks++
        return await Promise.resolve({ filas: keys(events), siguiente: null, interrumpida: false })
      }
      const given: number[] = []
      let [sinceLook, before] = [0, 0]
      for await (const piece of inStreams({ find, room })) {
        sinceLook = looks === before ? sinceLook + piece.length : piece.length
        before = looks
        expect(sinceLook).toBeLessThanOrEqual(2 * room)
        given.push(...piece.map(({ posicion }) => posicion))
      }
      const order = events.toSorted(([a, x], [b, y]) => a - b || x - y).map(([, id]) => id)
      expect(given).toEqual(order)
      expect(looks).toBeLessThanOrEqual(1 + events.length / room)
    }),
  )
})
