import type { BatchItem } from '@/db/client'
import { defineWrite } from '@/db/queries'
import type { Recorded } from '@/domain/events'

const END_TOKEN = defineWrite({
  name: 'outbox.revocar_token',
  roles: ['projector'],
  sql: `UPDATE tokens_api SET fecha_revocacion = :ahora
    WHERE id = :id AND usuario_id = :usuario AND fecha_revocacion IS NULL`,
})

/**
 * Ends the tokens that the log says were revoked. Whoever gave the command does it at once, in a second step; one that
 * died between the two would leave a token that lets somebody in though the log says that it doesn't.
 */
export function endTokens(events: readonly Recorded[]): BatchItem[] {
  return events.flatMap((event) => {
    if (event.tipo !== 'baja_token') return []
    const { sujeto, fechaRegistro } = event.sobre
    return [
      { statement: END_TOKEN, args: { id: event.datos.tokenId, usuario: sujeto.id, ahora: fechaRegistro } },
    ]
  })
}
