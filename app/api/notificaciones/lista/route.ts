import { listNotificaciones } from '@/api/routes/notifications'
import { serve } from '@/api/serve'

export const GET = serve(listNotificaciones)
