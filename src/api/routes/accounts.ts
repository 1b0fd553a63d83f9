import { findCuentaQuery } from '@projections/usuarios/list'
import { listCuentasQuery } from '@projections/usuarios/pages'
import type { CuentaRow } from '@projections/usuarios/row'
import { z } from 'zod'
import { CambiarRol, CrearCuenta, type CuentaCommand, EditarCuenta } from '@/domain/cuenta/commands'
import { Alcance } from '@/domain/cuenta/token'
import { lineText } from '@/domain/text'
import { CUENTA_SISTEMA, Rol } from '@/domain/values'
import { giveCommand } from '../command'
import { etag } from '../headers'
import { problem, type Reply } from '../problem'
import {
  type ApiRoute,
  type Call,
  defineRoute,
  type Metodo,
  NADA,
  type OperationName,
  SIN_CUERPO,
} from '../route'
import { Aceptado, Cuenta, IdTexto, PaginaDeCuentas } from '../schemas'

const grupo = 'cuentas'
const uno = z.strictObject({ id: IdTexto })

function shown({ id, email, nombre, rol, activo, idioma, fechaCreacion, version }: CuentaRow) {
  return { id, email, nombre, rol, activo, idioma, fechaCreacion, version }
}

async function account({ runtime, caller, t }: Call, id: number): Promise<Reply> {
  const cuenta = id === CUENTA_SISTEMA ? null : await findCuentaQuery(runtime.db.as('api_server'), caller, id)
  if (!cuenta) return problem('NO_ENCONTRADO', t)
  return { status: 200, body: shown(cuenta), headers: { ETag: etag(cuenta.version) } }
}

export const listCuentas = defineRoute({
  nombre: 'listCuentas',
  grupo,
  metodo: 'GET',
  ruta: '/api/cuentas',
  alcance: 'admin',
  params: NADA,
  consulta: z.strictObject({
    texto: lineText(1, 100).optional(),
    rol: Rol.optional(),
    activo: z.enum(['si', 'no']).optional(),
    desde: IdTexto.optional(),
  }),
  cuerpo: SIN_CUERPO,
  salida: { status: 200, cuerpo: PaginaDeCuentas },
  async handle({ runtime, caller }, { consulta: { texto, rol, activo, desde } }) {
    const { cuentas, siguiente } = await listCuentasQuery(runtime.db.as('api_server'), caller, {
      texto: texto ?? '',
      rol: rol ?? null,
      activo: activo === undefined ? null : activo === 'si',
      desde: desde ?? 0,
    })
    return { status: 200, body: { cuentas: cuentas.map(shown), siguiente } }
  },
})

export const createCuenta = defineRoute({
  nombre: 'createCuenta',
  grupo,
  metodo: 'POST',
  ruta: '/api/cuentas',
  alcance: 'admin',
  params: NADA,
  consulta: NADA,
  cuerpo: CrearCuenta.omit({ tipo: true }).strict(),
  idempotente: true,
  salida: { status: 201, cuerpo: Aceptado },
  handle: (call, { cuerpo }) =>
    giveCommand(call, { ...cuerpo, tipo: 'crear_cuenta' }, (id) => `/api/cuentas/${id}`),
})

export const getOwnCuenta = defineRoute({
  nombre: 'getOwnCuenta',
  grupo,
  metodo: 'GET',
  ruta: '/api/cuentas/yo',
  alcance: 'read',
  params: NADA,
  consulta: NADA,
  cuerpo: SIN_CUERPO,
  salida: {
    status: 200,
    cuerpo: z.object({
      id: z.number().int(),
      nombre: z.string(),
      email: z.string(),
      rol: Rol,
      via: z.enum(['sesion', 'token']),
      alcances: z.array(Alcance),
      tokenId: z.string().nullable(),
    }),
  },
  async handle({ caller: { id, nombre, email, rol, via, alcances, tokenId } }) {
    return { status: 200, body: { id, nombre, email, rol, via, alcances, tokenId } }
  },
})

export const getCuenta = defineRoute({
  nombre: 'getCuenta',
  grupo,
  metodo: 'GET',
  ruta: '/api/cuentas/{id}',
  alcance: 'admin',
  params: uno,
  consulta: NADA,
  cuerpo: SIN_CUERPO,
  salida: { status: 200, cuerpo: Cuenta },
  handle: (call, { params: { id } }) => account(call, id),
})

interface Change<B extends z.ZodType> {
  readonly nombre: OperationName
  readonly hacia?: `/${string}`
  readonly metodo?: Metodo
  readonly cuerpo: B
  readonly comando: (cuerpo: z.output<B>, cuentaId: number) => CuentaCommand
}

/** A route that gives one command on one account. */
function accountRoute<B extends z.ZodType>(change: Change<B>): ApiRoute {
  const { nombre, hacia = '', metodo = 'POST', cuerpo, comando } = change
  return defineRoute({
    nombre,
    grupo,
    metodo,
    ruta: `/api/cuentas/{id}${hacia}`,
    alcance: 'admin',
    params: uno,
    consulta: NADA,
    cuerpo,
    idempotente: true,
    versionado: true,
    salida: { status: 200, cuerpo: Aceptado },
    handle: (call, input) => giveCommand(call, comando(input.cuerpo, input.params.id)),
  })
}

const own = { tipo: true, cuentaId: true } as const

export const editCuenta = accountRoute({
  nombre: 'editCuenta',
  metodo: 'PATCH',
  cuerpo: EditarCuenta.omit(own).strict(),
  comando: (cuerpo, cuentaId) => ({ ...cuerpo, tipo: 'editar_cuenta', cuentaId }),
})

export const changeRol = accountRoute({
  nombre: 'changeRol',
  hacia: '/rol',
  cuerpo: CambiarRol.omit(own).strict(),
  comando: (cuerpo, cuentaId) => ({ ...cuerpo, tipo: 'cambiar_rol', cuentaId }),
})

export const deactivateCuenta = accountRoute({
  nombre: 'deactivateCuenta',
  hacia: '/desactivacion',
  cuerpo: NADA,
  comando: (_, cuentaId) => ({ tipo: 'desactivar_cuenta', cuentaId }),
})

export const reactivateCuenta = accountRoute({
  nombre: 'reactivateCuenta',
  hacia: '/reactivacion',
  cuerpo: NADA,
  comando: (_, cuentaId) => ({ tipo: 'reactivar_cuenta', cuentaId }),
})
