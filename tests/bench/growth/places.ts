/** Who asks for a place: what is measured is asked by whoever has the most to be shown. */
export const VISITORS = ['operador', 'cliente', 'admin', 'auditor'] as const
export type Visitor = (typeof VISITORS)[number]

/** What of a desk the places name: any ticket, one of the client's, and a moment within the log. */
export interface Known {
  readonly ticket: number
  readonly propio: number
  readonly persona: number
  readonly momento: string
}

/** A page or a resource of the API, and who asks for it. */
export interface Place {
  readonly visitor: Visitor
  readonly path: (known: Known) => string
}

const at =
  (visitor: Visitor) =>
  (...paths: readonly string[]): Place[] =>
    paths.map((path) => ({ visitor, path: () => path }))

/** Every first page that shows rows of the log or of what is built from it. */
export const PLACES: readonly Place[] = [
  ...at('operador')(
    '/tickets',
    '/tickets?estado=abierto',
    '/tickets?estado=cerrado',
    '/tickets?prioridad=critica',
    '/tickets?asignado=3',
    '/tickets?asignado=nadie',
    '/tickets?orden=prioridad',
    '/tickets?texto=impresora',
    '/notificaciones',
    '/tickets/nuevo',
  ),
  { visitor: 'operador', path: ({ momento }) => `/tickets?momento=${momento}` },
  { visitor: 'operador', path: ({ ticket }) => `/tickets/${ticket}` },
  { visitor: 'operador', path: ({ ticket }) => `/tickets/${ticket}?version=2` },
  { visitor: 'operador', path: ({ ticket }) => `/tickets/${ticket}/imprimir` },
  ...at('cliente')('/tickets', '/tickets?texto=impresora'),
  { visitor: 'cliente', path: ({ propio }) => `/tickets/${propio}` },
  ...at('admin')('/usuarios', '/usuarios?texto=ana', '/metricas', '/mantenimiento', '/tareas'),
  { visitor: 'admin', path: ({ persona }) => `/usuarios/${persona}` },
  ...at('auditor')(
    '/auditoria',
    '/auditoria?tipo=cierre',
    '/auditoria?actor=3',
    '/auditoria?interno=si',
    '/auditoria?actor=3&tipo=cierre',
    '/auditoria?texto=impresora',
  ),
  { visitor: 'auditor', path: ({ ticket }) => `/auditoria?ticket=${ticket}` },
  { visitor: 'auditor', path: ({ momento }) => `/auditoria?hasta=${momento}` },
  ...at('operador')(
    '/api/tickets',
    '/api/tickets?estado=abierto',
    '/api/tickets?texto=impresora',
    '/api/cuentas/yo',
    '/api/notificaciones/lista',
  ),
  { visitor: 'operador', path: ({ ticket }) => `/api/tickets/${ticket}` },
  { visitor: 'operador', path: ({ ticket }) => `/api/tickets/${ticket}?version=2` },
  { visitor: 'operador', path: ({ ticket }) => `/api/tickets/${ticket}/interacciones` },
  ...at('admin')('/api/cuentas', '/api/metrics', '/api/metrics?format=prometheus', '/api/health'),
  ...at('auditor')('/api/auditoria', '/api/auditoria?tipo=cierre', '/api/audit/head'),
]
