import { exportAuditoria } from '@/api/routes/audit'
import { serve } from '@/api/serve'

export const GET = serve(exportAuditoria)
