import { SMTPServer } from 'smtp-server'

/** A mail as it came in. */
export interface Received {
  readonly to: readonly string[]
  /** By their names in small letters; unfolded. */
  readonly headers: ReadonlyMap<string, string>
  /** How often each header's name stood there. */
  readonly names: readonly string[]
  /** Both halves, decoded. */
  readonly text: string
  readonly html: string
}

/** What the server answers; an answer that is thrown is refused with its code. */
interface Answers {
  /** To RCPT TO: 0 takes it. */
  rcpt: number
  /** To the message, after it has been read: 0 takes it. */
  data: number
}

/** Keeps messages waiting. */
interface Gate {
  readonly waiting: number
  open(): void
}

/** A real SMTP server on loopback that keeps what it takes. */
export interface MailServer {
  readonly url: string
  readonly received: Received[]
  readonly answers: Answers
  /** From now on no message is answered until the gate is opened. */
  hold(): Gate
  close(): Promise<void>
}

const refused = (code: number) => Object.assign(new Error('no'), { responseCode: code })

/** Starts a server on a free port, or on the one that it had before. */
export async function startMailServer(port = 0): Promise<MailServer> {
  const received: Received[] = []
  const answers: Answers = { rcpt: 0, data: 0 }
  let opened = Promise.resolve()
  let waiting = 0
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onRcptTo(_address, _session, done) {
      done(answers.rcpt === 0 ? null : refused(answers.rcpt))
    },
    onData(stream, session, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        waiting += 1
        void opened.then(() => {
          waiting -= 1
          if (answers.data !== 0) return done(refused(answers.data))
          const to = session.envelope.rcptTo.map(({ address }) => address)
          received.push({ to, ...readMail(Buffer.concat(parts).toString('utf8')) })
          done()
        })
      })
    },
  })
  // A client that goes away in the middle is no news here.
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()))
  const address = server.server.address()
  const bound = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `smtp://127.0.0.1:${bound}`,
    received,
    answers,
    hold() {
      let open = (): void => undefined
      opened = new Promise((resolve) => {
        open = resolve
      })
      return {
        get waiting() {
          return waiting
        },
        open,
      }
    },
    close: async () => await new Promise((resolve) => server.close(() => resolve())),
  }
}

function readMail(raw: string): Omit<Received, 'to'> {
  const { headers, names, body } = readPart(raw)
  const boundary = /boundary="?([^";]+)/.exec(headers.get('content-type') ?? '')?.[1] ?? '-'
  const halves = body
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => readPart(part.trimStart()))
  const half = (type: string) => {
    const found = halves.find((part) => part.headers.get('content-type')?.startsWith(type))
    return found === undefined ? '' : decode(found.body, found.headers.get('content-transfer-encoding') ?? '')
  }
  return {
    headers: new Map([...headers].map(([name, value]) => [name, decodeWords(value)])),
    names,
    text: half('text/plain'),
    html: half('text/html'),
  }
}

function readPart(raw: string) {
  const [head = '', ...rest] = raw.split('\r\n\r\n')
  const fields = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')
  const pairs = fields.map((field): [string, string] => {
    const [name = '', ...value] = field.split(':')
    return [name.toLowerCase(), value.join(':').trim()]
  })
  return { headers: new Map(pairs), names: pairs.map(([name]) => name), body: rest.join('\r\n\r\n') }
}

function decode(body: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8')
  if (encoding !== 'quoted-printable') return body.replaceAll('\r\n', '\n').trimEnd()
  return bytes(body.replace(/=\r\n/g, '')).replaceAll('\r\n', '\n').trimEnd()
}

/** RFC 2047. */
function decodeWords(value: string): string {
  return value
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([qb])\?([^?]*)\?=/gi, (_, kind: string, text: string) =>
      kind.toLowerCase() === 'b'
        ? Buffer.from(text, 'base64').toString('utf8')
        : bytes(text.replaceAll('_', ' ')),
    )
}

const bytes = (text: string) =>
  Buffer.from(
    text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8')
