import { createCuenta, listCuentas } from '@/api/routes/accounts'
import { serve } from '@/api/serve'

export const GET = serve(listCuentas)
export const POST = serve(createCuenta)
