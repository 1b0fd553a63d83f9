import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeDesk } from './desk'
import { askPages, type PageFigure } from './pages'
import { askQueries, type QueryFigure } from './queries'

// pnpm bench:pages [--quick] [--json] [--tickets N] [--folder PATH]: how long the server takes for the list and the ticket's page, and
// the database for each query of them, over a desk of 1,000 tickets and over one of 100,000 or N. It needs `next build`.

const args = process.argv.slice(2)
const [quick, json] = [args.includes('--quick'), args.includes('--json')]
const kept = args.includes('--folder') ? args[args.indexOf('--folder') + 1] : undefined
const asked = args.includes('--tickets') ? Number(args[args.indexOf('--tickets') + 1]) : undefined
const SIZES = [1000, asked ?? (quick ? 10_000 : 100_000)]
const REQUESTS = quick ? 60 : 300

interface Desk {
  readonly tickets: number
  readonly paginas: readonly PageFigure[]
  readonly consultas: readonly QueryFigure[]
}

async function measure(folder: string, tickets: number): Promise<Desk> {
  const made = await makeDesk(folder, tickets)
  const file = join(folder, 'en-uso.db')
  await copyFile(made, file)
  const consultas = await askQueries(file)
  const paginas = await askPages(file, REQUESTS)
  for (const end of ['', '-wal', '-shm']) await rm(`${file}${end}`, { force: true })
  return { tickets, paginas, consultas }
}

const ms = (value: number) => value.toFixed(2).padStart(9)

function table<Row extends PageFigure | QueryFigure>(
  title: string,
  few: readonly Row[],
  many: readonly Row[],
) {
  const lines = few.map(({ nombre, mediana, p95 }, index) => {
    const at = many[index]
    const ratio = at ? (at.p95 / p95).toFixed(2) : '–'
    return `${nombre.padEnd(36)}${ms(mediana)}${ms(p95)}${ms(at?.mediana ?? 0)}${ms(at?.p95 ?? 0)}   ${ratio}`
  })
  return [title, ...lines, ''].join('\n')
}

const root = kept ?? (await mkdtemp(join(tmpdir(), 'bitacora-bench-')))
try {
  const [few, many] = [await measure(root, SIZES[0] ?? 0), await measure(root, SIZES[1] ?? 0)]
  if (json) console.log(JSON.stringify([few, many], null, 2))
  else {
    const sizes = `mediana y p95 en ms, ${few.tickets} tickets y ${many.tickets}, razón de los p95`
    console.log(table(`Páginas: ${sizes}`, few.paginas, many.paginas))
    console.log(table(`Consultas: ${sizes}`, few.consultas, many.consultas))
  }
} finally {
  if (!kept) await rm(root, { recursive: true, force: true })
}
