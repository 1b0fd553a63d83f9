import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { lockScratch, ScratchInUse } from '@/db/scratch'
import { lastSeal } from '@/events/seals/store'
import { listBackups, removeBackup, type StoredBackup, sweepFolder } from './formato/folder'
import { BEGINNING, type Manifest } from './formato/manifest'
import { pruneBackups, type Retention } from './prune'
import { readPoint } from './registro/write'
import { findPredecessor, NothingToContinue, schemaOf, type TakeOptions, takeRegistro } from './take'

export interface StreamOptions extends TakeOptions {
  /** How far pieces are apart while there is something new, in milliseconds: about what a lost disk costs. */
  readonly cada: number
  readonly retencion: Retention
  /** After so many pieces, or so long, they are put together into one. */
  readonly plegarTras?: number
  readonly plegarCada?: number
  readonly onError?: (what: string, error: unknown) => void
  /** Told of each piece that is safe in the folder. */
  readonly onPiece?: (piece: StoredBackup) => void
}

/** Takes the log to a second folder as it grows. */
export interface Stream {
  /** Waits for the piece in work, and takes what is left. */
  stop(): Promise<void>
}

const HOUR_MS = 60 * 60_000
const FOLD_AFTER = 600
const SLOWEST_MS = 60_000

/**
 * Writes what is new in the log to a folder, every few seconds, each time as a small whole backup that goes on from the
 * last: on another disk, or on a mounted bucket, where nothing can be appended to. The folder stands by itself: it begins
 * with the whole log.
 */
export function startStream(options: StreamOptions): Stream {
  let stopped = false
  let rouse = (): void => undefined
  const sleep = async (ms: number) => {
    if (stopped) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      rouse = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
  const ended = (async () => {
    let writer: StreamWriter | null = null
    let waits = false
    for (let failures = 0; !stopped; ) {
      try {
        writer ??= await StreamWriter.open(options)
        await writer.turn()
        failures = 0
        waits = false
      } catch (error) {
        failures += 1
        await writer?.close()
        writer = null
        // Another process of this machine does it; if that one dies, this one takes over: told once.
        const inUse = error instanceof ScratchInUse
        if (!(inUse && waits)) options.onError?.('copia continua', error)
        waits = inUse
      }
      await sleep(pauseAfter(failures, options.cada))
    }
    await writer?.turn().catch((error: unknown) => options.onError?.('copia continua', error))
    await writer?.close()
  })()
  return {
    async stop() {
      stopped = true
      rouse()
      await ended
    },
  }
}

/** What was asked for; after failures ever longer, up to a minute, unless more was asked for. */
function pauseAfter(failures: number, cada: number): number {
  return Math.min(cada * 2 ** failures, Math.max(cada, SLOWEST_MS))
}

/** Takes what is new once, and ends. @throws ScratchInUse where another process is at it */
export async function streamOnce(options: StreamOptions): Promise<StoredBackup> {
  const writer = await StreamWriter.open(options)
  try {
    await writer.turn()
    return writer.tip
  } finally {
    await writer.close()
  }
}

/** Keeps a folder from every other stream, until the returned function is called. @throws ScratchInUse */
export async function lockStream(carpeta: string): Promise<() => Promise<void>> {
  return await lockScratch(join(carpeta, 'flujo'))
}

class StreamWriter {
  /** Since the last backup that is no piece. */
  #pieces: StoredBackup[] = []

  private constructor(
    private readonly options: StreamOptions,
    private readonly esquema: Manifest['esquema'],
    private readonly unlock: () => Promise<void>,
    /** The last backup that is no piece. */
    private trunk: StoredBackup,
  ) {}

  static async open(options: StreamOptions): Promise<StreamWriter> {
    const { carpeta } = options
    await mkdir(carpeta, { recursive: true, mode: 0o700 })
    const unlock = await lockStream(carpeta)
    try {
      await sweepFolder(carpeta)
      const esquema = await schemaOf(options.db)
      const chain = await chainIn({ ...options, esquema })
      const trunk = chain.findLast(({ manifest }) => manifest.clase !== 'continua')
      if (!trunk) throw new NothingToContinue('una pieza no sigue de ninguna copia')
      const writer = new StreamWriter(options, esquema, unlock, trunk)
      writer.#pieces = chain.slice(chain.indexOf(trunk) + 1)
      return writer
    } catch (error) {
      await unlock()
      throw error
    }
  }

  get tip(): StoredBackup {
    return this.#pieces.at(-1) ?? this.trunk
  }

  async turn(): Promise<void> {
    const { db } = this.options
    const [head, sello] = [await readPoint(db), await lastSeal(db)]
    const { hasta, sello: known } = this.tip.manifest
    if (head.posicion > hasta.posicion || (sello?.tamano ?? 0) > (known?.tamano ?? 0)) await this.#take()
    if (this.#isTimeToFold()) await this.#fold()
  }

  async #take(): Promise<void> {
    const { options, esquema, tip } = this
    const piece = await takeRegistro({
      ...options,
      ...{ esquema, clase: 'continua', desde: tip.manifest.hasta, anterior: tip, continua: true },
    })
    this.#pieces.push(piece)
    options.onPiece?.(piece)
  }

  #isTimeToFold(): boolean {
    const { now, plegarTras = FOLD_AFTER, plegarCada = HOUR_MS } = this.options
    const age = now() - Date.parse(this.trunk.manifest.fecha)
    return this.#pieces.length >= plegarTras || (this.#pieces.length > 0 && age >= plegarCada)
  }

  /** One backup in the place of many pieces; after some days a new beginning, so that the oldest can go. */
  async #fold(): Promise<void> {
    const { options, esquema, trunk } = this
    const { carpeta, now, retencion } = options
    const full = await oldestOf(carpeta, trunk)
    const renew = now() - Date.parse(full.manifest.fecha) >= retencion.diasCompletas * 24 * HOUR_MS
    const next = await takeRegistro({
      ...{ ...options, esquema, continua: false },
      ...(renew
        ? { clase: 'completa', desde: BEGINNING, anterior: null }
        : { clase: 'incremental', desde: trunk.manifest.hasta, anterior: trunk }),
    })
    // The youngest first: whatever is left after a kill still goes on from the trunk.
    for (const { manifest } of this.#pieces.toReversed()) await removeBackup(carpeta, manifest.id)
    this.#pieces = []
    this.trunk = next
    await pruneBackups(carpeta, retencion, now())
  }

  async close(): Promise<void> {
    await this.unlock()
  }
}

/** The folder's chain to its newest backup; a new one where this log does not go on from it. */
async function chainIn(options: StreamOptions): Promise<StoredBackup[]> {
  try {
    const tip = await findPredecessor(options)
    const byId = new Map(
      (await listBackups(options.carpeta)).copias.map((copia) => [copia.manifest.id, copia]),
    )
    const chain: StoredBackup[] = []
    for (let one: StoredBackup | undefined = tip; one; one = byId.get(one.manifest.anterior?.id ?? ''))
      chain.unshift(one)
    if (chain[0]?.manifest.clase !== 'completa')
      throw new NothingToContinue('falta el principio de la cadena')
    return chain
  } catch (error) {
    if (!(error instanceof NothingToContinue)) throw error
    const whole = {
      ...options,
      clase: 'completa',
      desde: BEGINNING,
      anterior: null,
      continua: false,
    } as const
    return [await takeRegistro(whole)]
  }
}

async function oldestOf(carpeta: string, tip: StoredBackup): Promise<StoredBackup> {
  const byId = new Map((await listBackups(carpeta)).copias.map((copia) => [copia.manifest.id, copia]))
  let one = tip
  for (
    let before = byId.get(one.manifest.anterior?.id ?? '');
    before;
    before = byId.get(one.manifest.anterior?.id ?? '')
  )
    one = before
  return one
}
