import type { KeySource } from '@/backup/formato/key'
import type { Plan } from '@/backup/mantenimiento/due'
import type { Retention } from '@/backup/prune'
import type { CommandBus } from '@/commands/bus'
import type { Database } from '@/db/client'
import type { HeadTargets } from '@/events/seals/publish'

/** What a child process said, and how it ended. */
export interface ChildResult {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** What background work is done with: the runtime's parts, and of the configuration what concerns it. */
export interface WorkerParts {
  readonly db: Database
  readonly bus: CommandBus
  /** Milliseconds of the Unix epoch. */
  readonly now: () => number
  /** A new ULID. */
  readonly newId: () => string
  /** Runs the command line in a process of its own: what would hold this one up. */
  readonly runChild: (args: readonly string[]) => Promise<ChildResult>
  readonly config: {
    readonly database: {
      readonly url: string
      readonly authToken: string | undefined
      readonly esArchivo: boolean
    }
    readonly respaldo: {
      readonly carpeta: string | null
      readonly clave: KeySource
      readonly flujo: string | null
      readonly segundosFlujo: number
      readonly retencion: Retention
      readonly hora: number
      readonly plan: Plan
    }
    readonly correo: { readonly url: string; readonly remitente: string } | null
    readonly urlPublica: string
    readonly diasCierre: number
    readonly webhooks: {
      readonly clave: { readonly secreto: string | undefined; readonly fichero: string | null }
      readonly privadas: boolean
    }
    readonly metricas: { readonly webhook: string | undefined }
    readonly sellado: HeadTargets & { readonly clave: string | null }
  }
}
