import { type ChildProcess, spawn } from 'node:child_process'
import { readPoint } from '@/backup/registro/write'
import { restoreInto } from '@/backup/restaurar/restore'
import { readConfig } from '@/config'
import { createRuntime, type Runtime } from '@/runtime'
import { comments, OPERATOR } from '../write/scenario'

/** What runs beside the commands, in a process of its own. */
function cli(url: string, env: Record<string, string>, ...args: readonly string[]): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', 'src/cli/bitacora.ts', ...args], {
    env: { ...process.env, TURSO_DATABASE_URL: url, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

/** Tickets that are open: those of the log are closed, nearly all. */
async function openTickets({ bus, newId }: Runtime): Promise<number[]> {
  const facts = { prioridad: 'media', categoria: null, solicitanteId: null } as const
  const comando = { tipo: 'crear_ticket', titulo: 'Medida', descripcion: 'x', ...facts } as const
  const results = await Promise.all(
    Array.from({ length: 200 }, () => bus.dispatch({ comandoId: newId(), actor: OPERATOR, comando })),
  )
  return results.flatMap((result) => (result.estado === 'aceptado' ? [result.sujeto.id] : []))
}

/** Commands from 64 callers until told to stop. @returns how many a second */
async function commandRate(runtime: Runtime, until: () => boolean): Promise<number> {
  const began = performance.now()
  const tickets = await openTickets(runtime)
  const list = comments(1, 200_000)
  let next = 0
  let done = 0
  await Promise.all(
    Array.from({ length: 64 }, async () => {
      for (;;) {
        const ticketId = tickets[next % tickets.length] ?? 1
        const envelope = list[next++]
        if (envelope === undefined || until()) return
        const comando = { tipo: 'comentar', ticketId, comentario: `Vuelta ${next}.`, interno: false } as const
        const result = await runtime.bus.dispatch({ ...envelope, comando, comandoId: runtime.newId() })
        if (result.estado === 'aceptado') done++
      }
    }),
  )
  return done / ((performance.now() - began) / 1000)
}

/** Commands a second alone, and while a full backup is made. */
export async function measureCommands(url: string, carpeta: string, alone: number, rounds: number) {
  const runtime = await createRuntime(readConfig({ TURSO_DATABASE_URL: url }))
  const figures: { readonly sola: number; readonly conCopia: number }[] = []
  for (let round = 0; round < rounds; round++) {
    const end = performance.now() + alone
    const sola = await commandRate(runtime, () => performance.now() >= end)
    let over = false
    const child = cli(url, { BACKUP_DIR: carpeta }, 'backup', 'full', '--json')
    child.once('close', () => {
      over = true
    })
    const conCopia = await commandRate(runtime, () => over)
    figures.push({ sola, conCopia })
  }
  await runtime.close()
  const sum = (key: 'sola' | 'conCopia') => figures.reduce((total, one) => total + one[key], 0) / rounds
  return { sola: sum('sola'), conCopia: sum('conCopia'), razon: sum('conCopia') / sum('sola') }
}

/** How old the oldest event is, in seconds, that a stream had not taken away when it was killed at a random moment. */
export async function measureLoss(url: string, folder: string, rounds: number) {
  const runtime = await createRuntime(readConfig({ TURSO_DATABASE_URL: url }))
  const losses: number[] = []
  for (let round = 0; round < rounds; round++) {
    const child = cli(url, {}, 'backup', 'stream', '--dir', folder)
    let over = false
    const writing = commandRate(runtime, () => over)
    // It says nothing before there is something new.
    await new Promise<void>((resolve) => child.stdout?.once('data', () => resolve()) ?? resolve())
    await new Promise((resolve) => setTimeout(resolve, 4000 + Math.random() * 4000))
    const killed = Date.now()
    child.kill('SIGKILL')
    over = true
    await writing
    const into = `${folder}-${round}.db`
    const report = await restoreInto({
      ...{ carpetas: [folder], goal: { tipo: 'ultimo' }, clave: null, into },
      ...{ now: Date.now, newId: runtime.newId },
    })
    const reached = await readPoint(runtime.db.as('admin'), report.hasta.posicion)
    losses.push((killed - Date.parse(reached.fecha ?? '')) / 1000)
  }
  await runtime.close()
  return { vueltas: rounds, maximo: Math.max(...losses), perdidas: losses }
}
