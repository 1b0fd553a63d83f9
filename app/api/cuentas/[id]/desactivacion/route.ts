import { deactivateCuenta } from '@/api/routes/accounts'
import { serve } from '@/api/serve'

export const POST = serve(deactivateCuenta)
