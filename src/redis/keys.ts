// Raised when what a value holds changes: old ones are never read again, and end by their TTL.
const SCHEMA = 'b1'

/** Every key in Redis. An internal view and a client's never share one. */
export const keys = {
  user: (id: number) => `${SCHEMA}:user:${id}`,
  /** The task lists: waiting by priority, taken, and given up. */
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
  },
} as const
