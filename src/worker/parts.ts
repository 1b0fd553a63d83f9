import type { CommandBus } from '@/commands/bus'
import type { Database } from '@/db/client'
import type { HeadTargets } from '@/events/seals/publish'

/** What background work is done with: the runtime's parts, and of the configuration what concerns it. */
export interface WorkerParts {
  readonly db: Database
  readonly bus: CommandBus
  /** Milliseconds of the Unix epoch. */
  readonly now: () => number
  /** A new ULID. */
  readonly newId: () => string
  readonly config: {
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
