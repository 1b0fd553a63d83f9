import { Password } from '@/auth/password'
import { LIMITES } from '@/domain/values'
import { CliError, Interrupted, UsageError } from './failures'

/**
 * A new password: from the standard input, or asked for twice on a terminal, which shows none of it.
 * @throws CliError when it is no password, UsageError when there is nobody to ask
 */
export async function readNewPassword(fromStdin: boolean): Promise<string> {
  const raw = fromStdin ? await readStdin() : await askTwice()
  const parsed = Password.safeParse(raw)
  if (parsed.success) return parsed.data
  const { contrasenaMin, contrasenaMax } = LIMITES
  throw new CliError(`La contraseña debe tener entre ${contrasenaMin} y ${contrasenaMax} caracteres.`)
}

async function readStdin(): Promise<string> {
  process.stdin.setEncoding('utf8')
  let text = ''
  for await (const chunk of process.stdin) text += String(chunk)
  // `echo` and here-documents end with a newline, which is no part of it.
  return text.replace(/\r?\n$/, '')
}

async function askTwice(): Promise<string> {
  if (!process.stdin.isTTY)
    throw new UsageError('No hay una terminal donde preguntar la contraseña: use --password-stdin.')
  const first = await ask('Contraseña: ')
  const second = await ask('Repita la contraseña: ')
  if (first !== second) throw new CliError('Las dos contraseñas no coinciden.')
  return first
}

/** Asks on the terminal in raw mode: what is typed is not echoed, nor ever on the screen. */
async function ask(label: string): Promise<string> {
  const { stdin, stderr } = process
  stderr.write(label)
  stdin.setRawMode(true)
  stdin.setEncoding('utf8')
  stdin.resume()
  try {
    return await new Promise<string>((resolve, reject) => {
      let typed: string[] = []
      const listen = (chunk: string) => {
        for (const key of chunk) {
          const step = press(typed, key)
          if (Array.isArray(step)) typed = step
          else {
            stdin.off('data', listen)
            if (step === 'hecho') resolve(typed.join(''))
            else reject(new Interrupted())
            return
          }
        }
      }
      stdin.on('data', listen)
    })
  } finally {
    stdin.setRawMode(false)
    stdin.pause()
    stderr.write('\n')
  }
}

/** What a key does to what was typed so far. */
function press(typed: readonly string[], key: string): string[] | 'hecho' | 'interrumpido' {
  if (key === '\u0003') return 'interrumpido'
  if (key === '\r' || key === '\n' || key === '\u0004') return 'hecho'
  if (key === '\u007f' || key === '\b') return typed.slice(0, -1)
  if (key === '\u0015') return []
  return [...typed, key]
}
