import { proveAuditoria } from '@/api/routes/proofs'
import { serve } from '@/api/serve'

export const GET = serve(proveAuditoria)
