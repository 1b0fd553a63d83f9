import { proveConsistencia } from '@/api/routes/proofs'
import { serve } from '@/api/serve'

export const POST = serve(proveConsistencia)
