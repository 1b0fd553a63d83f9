import { getOwnCuenta } from '@/api/routes/accounts'
import { serve } from '@/api/serve'

export const GET = serve(getOwnCuenta)
