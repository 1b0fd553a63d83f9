// Raised when what a value holds changes: old ones are never read again, and end by their TTL.
const SCHEMA = 'b1'

/** Every key in Redis. An internal view and a client's never share one. */
export const keys = {
  user: (id: number) => `${SCHEMA}:user:${id}`,
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
