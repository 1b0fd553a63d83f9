import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Mailer, MailRefused, openMailer } from '@/worker/mail/mailer'
import { composeMail, type MailFacts } from '@/worker/mail/message'
import { recorded } from '../../support/notifications'
import { type MailServer, startMailServer } from '../../support/smtp'

let server: MailServer
let mailer: Mailer
beforeAll(async () => {
  server = await startMailServer()
  mailer = openMailer(server.url)
})
afterAll(async () => {
  await server.close()
})
beforeEach(() => {
  server.received.length = 0
  Object.assign(server.answers, { rcpt: 0, data: 0 })
})

const FACTS: MailFacts = {
  tareaId: 'correo:01K0000000000000000000000A:10',
  destinatario: 'clara@prueba.test',
  idioma: 'es',
  remitente: 'soporte@prueba.test',
  urlPublica: 'https://soporte.prueba.test',
  ticketId: 5,
  titulo: 'No imprime, ni a la de tres: «ñandú»',
  item: {
    evento: recorded({
      tipo: 'comentario',
      datos: { esInterno: false },
      contenido: 'Buenas.\n\n¿Está <b>encendida</b>?',
    }),
    autor: 'Olga',
    autorRol: 'operador',
    nombres: {},
  },
}

async function delivered(facts: Partial<MailFacts> = {}) {
  await mailer.send(composeMail({ ...FACTS, ...facts }))
  const mail = server.received.at(-1)
  if (mail === undefined) throw new Error('no mail came in')
  return mail
}

describe('a mail', () => {
  test('says who did what, quotes it as text, and leads to the event', async () => {
    const { to, headers, text, html } = await delivered()
    expect(to).toEqual(['clara@prueba.test'])
    expect(Object.fromEntries(headers)).toMatchObject({
      subject: '[Bitácora n.º 5] No imprime, ni a la de tres: «ñandú»',
      to: 'clara@prueba.test',
      from: 'Bitácora <soporte@prueba.test>',
      'auto-submitted': 'auto-generated',
    })
    expect(text).toContain('Olga respondió:\n\n> Buenas.\n>\n> ¿Está <b>encendida</b>?')
    expect(text).toContain('https://soporte.prueba.test/tickets/5#v3')
    expect(html).toContain('¿Está &lt;b&gt;encendida&lt;/b&gt;?')
    expect(html).toContain('href="https://soporte.prueba.test/tickets/5#v3"')
    expect(html).not.toContain('<b>')
  })

  // Mutant seen to fail: the id made of the time of sending.
  test('sent twice is known by its id; all of a ticket are one thread', async () => {
    const first = await delivered()
    const again = await delivered()
    const next = await delivered({ tareaId: 'correo:01K0000000000000000000000C:10' })
    const other = await delivered({ ticketId: 6, tareaId: 'correo:01K0000000000000000000000D:10' })
    const ids = [first, again, next].map(({ headers }) => headers.get('message-id'))
    expect(ids[0]).toBe('<correo.01K0000000000000000000000A.10@soporte.prueba.test>')
    expect(ids[1]).toBe(ids[0])
    expect(ids[2]).not.toBe(ids[0])
    const threads = [first, next, other].map(({ headers }) => [
      headers.get('in-reply-to'),
      headers.get('references'),
    ])
    expect(threads[0]).toEqual(['<ticket.5@soporte.prueba.test>', '<ticket.5@soporte.prueba.test>'])
    expect(threads[1]).toEqual(threads[0])
    expect(threads[2]).not.toEqual(threads[0])
  })

  // Mutant seen to fail: oneLine left out of the subject, together with the library's own folding.
  test('is not steered by what people write: no header is made, no recipient added', async () => {
    const evil = 'Hola\r\nBcc: malo@prueba.test\r\n\r\nOtro cuerpo\u2028Cc: malo@prueba.test'
    const item = { ...FACTS.item, autor: evil }
    const { to, names, headers } = await delivered({ titulo: evil, item, destinatario: 'clara@prueba.test' })
    expect(to).toEqual(['clara@prueba.test'])
    expect(names).not.toContain('bcc')
    expect(names).not.toContain('cc')
    expect(headers.get('subject')).toBe(
      '[Bitácora n.º 5] Hola Bcc: malo@prueba.test Otro cuerpo Cc: malo@prueba.test',
    )
    expect(composeMail({ ...FACTS, titulo: evil }).subject).not.toMatch(/[\r\n\u2028]/)
  })

  // Mutant seen to fail: the address not looked at before it is handed over.
  test.each(['clara@prueba.test, malo@prueba.test', 'clara@prueba.test\r\nRCPT TO:<malo@prueba.test>'])(
    'to %j goes nowhere at all',
    async (destinatario) => {
      await expect(mailer.send(composeMail({ ...FACTS, destinatario }))).rejects.toThrow(MailRefused)
      expect(server.received).toEqual([])
    },
  )
})

describe('what the server answers', () => {
  // Mutants seen to fail: every failure taken for a refusal; none taken for one.
  test.each([
    ['rcpt', 550, true],
    ['rcpt', 450, false],
    ['data', 554, true],
    ['data', 451, false],
  ] as const)('to %s with %i is a refusal: %s', async (command, code, forGood) => {
    server.answers[command] = code
    const failure = await mailer.send(composeMail(FACTS)).catch((error: unknown) => error)
    expect(failure instanceof MailRefused).toBe(forGood)
    expect(String(failure)).toContain(String(code))
    expect(server.received).toEqual([])
  })

  test('not at all is no refusal, and names no password', async () => {
    const gone = await startMailServer()
    await gone.close()
    const way = openMailer(gone.url.replace('smtp://', 'smtp://ana:secreta@'))
    const failure = await way.send(composeMail(FACTS)).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(Error)
    expect(failure).not.toBeInstanceOf(MailRefused)
    expect(String(failure)).not.toContain('secreta')
  })
})
