// Raised when what a value holds changes: old ones are never read again, and end by their TTL.
const SCHEMA = 'b1'

/** Every key in Redis. An internal view and a client's never share one. */
export const keys = {
  /** How far the caches have followed the log. */
  cacheState: `${SCHEMA}:cache:estado`,
  user: (id: number) => `${SCHEMA}:user:${id}`,
  /** Those who may take tickets. */
  agents: `${SCHEMA}:agentes`,
  /** The parts of a ticket's page: the ticket, where its values come from, the newest of its timeline. */
  ticket: {
    interna: (id: number) => parts(`${SCHEMA}:ticket:${id}:interna`),
    /** Of the client whose ticket it is: the account is part of the key. */
    cliente: (id: number, usuarioId: number) => parts(`${SCHEMA}:ticket:${id}:cliente:${usuarioId}`),
  },
  /** How many tickets of each state: all of them, or one client's. */
  counts: {
    interna: `${SCHEMA}:contadores:interna`,
    cliente: (usuarioId: number) => `${SCHEMA}:contadores:cliente:${usuarioId}`,
    /** Of one of the staff's quick filters, their own tickets among them. */
    rapidos: (usuarioId: number) => `${SCHEMA}:contadores:rapidos:${usuarioId}`,
  },
  /** Who has a ticket before them, by the moment at which that is forgotten. */
  presence: (ticketId: number) => `${SCHEMA}:presencia:${ticketId}`,
  /** How many requests of the API an account has made in a minute. */
  apiQuota: (cuentaId: number, window: number) => `${SCHEMA}:api:${cuentaId}:${window}`,
  /** The task lists: waiting by priority, taken under a lease, waiting for their time, and given up. */
  tasks: {
    pending: {
      alta: `${SCHEMA}:tasks:pending:alta`,
      normal: `${SCHEMA}:tasks:pending`,
      baja: `${SCHEMA}:tasks:pending:baja`,
    },
    processing: `${SCHEMA}:tasks:processing`,
    leases: `${SCHEMA}:tasks:leases`,
    delayed: `${SCHEMA}:tasks:delayed`,
    dead: `${SCHEMA}:tasks:dead`,
    /** Which ids are anywhere in the above but the dead, with their priority: none is in twice. */
    known: `${SCHEMA}:tasks:known`,
    /** There once all that was pending had been put in: gone after a flush. */
    filled: `${SCHEMA}:tasks:filled`,
  },
} as const

function parts(detalle: string) {
  return { detalle, origen: `${detalle}:origen`, linea: `${detalle}:linea` } as const
}
