import { createTransport } from 'nodemailer'
import { z } from 'zod'
import { Email } from '@/domain/values'
import type { MailMessage } from './message'

/** The server will not take this message, however often it is asked (a 5xx answer, or an address that is none). */
export class MailRefused extends Error {
  override readonly name = 'MailRefused'
}

/** What sends mails. */
export interface Mailer {
  /**
   * Hands a message over; resolves when the server has taken it.
   * @throws MailRefused, or what went wrong on the way: it may be tried again
   */
  send(message: MailMessage): Promise<void>
}

const CONNECT_WITHIN_MS = 10_000
const ANSWER_WITHIN_MS = 20_000

/** Opens the way to an SMTP server. @param url `smtp://` or `smtps://`, with the account where it asks for one */
export function openMailer(url: string): Mailer {
  const transport = createTransport({
    url,
    connectionTimeout: CONNECT_WITHIN_MS,
    greetingTimeout: CONNECT_WITHIN_MS,
    dnsTimeout: CONNECT_WITHIN_MS,
    socketTimeout: ANSWER_WITHIN_MS,
    // A message is made of texts alone: none of them may name a file or an address to be put in.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send({ from, to, ...message }) {
      // The library reads an address as a list of them: one that is none would name others.
      if (!Email.safeParse(to).success) throw new MailRefused('la dirección no se puede usar en un correo')
      try {
        await transport.sendMail({
          ...message,
          from: { name: 'Bitácora', address: from },
          to: { name: '', address: to },
          envelope: { from, to: [to] },
          // RFC 3834: no robot should answer.
          headers: { 'Auto-Submitted': 'auto-generated' },
        })
      } catch (error) {
        throw refusal(error)
      }
    },
  }
}

const Failure = z.looseObject({
  responseCode: z.number().optional(),
  code: z.string(),
  command: z.string().optional(),
})

/**
 * The failure in our terms. A refused recipient or text stays refused; whatever else a server has against us (the
 * password, the sender) is the operator's to put right, and the mail waits. Its words may quote us: only codes are kept.
 */
function refusal(error: unknown): Error {
  const { responseCode = 0, code, command = '' } = Failure.catch({ code: 'error' }).parse(error)
  const judged = command === 'RCPT TO' || command === 'DATA'
  if (judged && responseCode >= 500) return new MailRefused(`el servidor de correo respondió ${responseCode}`)
  return new Error(`no se pudo entregar el correo (${responseCode === 0 ? code : responseCode})`)
}
