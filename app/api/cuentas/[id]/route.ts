import { editCuenta, getCuenta } from '@/api/routes/accounts'
import { serve } from '@/api/serve'

export const GET = serve(getCuenta)
export const PATCH = serve(editCuenta)
