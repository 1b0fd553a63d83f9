import type { TimelineItem } from '@projections/linea_tiempo/timeline'
import {
  CircleDot,
  CirclePlus,
  Flag,
  type Icon,
  Lock,
  MessageSquare,
  Pencil,
  Tag,
  UserRoundCheck,
} from '@/components/ui/icons'

/** What stands for each kind of event. */
export const EVENT_ICONS: Readonly<Record<TimelineItem['evento']['tipo'], Icon>> = {
  creacion: CirclePlus,
  comentario: MessageSquare,
  cambio_estado: CircleDot,
  cierre: Lock,
  asignacion: UserRoundCheck,
  cambio_prioridad: Flag,
  cambio_categoria: Tag,
  edicion: Pencil,
}
