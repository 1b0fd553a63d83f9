import { useTranslations } from 'next-intl'
import {
  ArrowDown,
  ArrowUp,
  ChevronsUp,
  CircleCheck,
  CircleDashed,
  CircleDot,
  Eye,
  Headset,
  type Icon,
  Lock,
  Minus,
  ShieldCheck,
  UserRound,
} from '@/components/ui/icons'
import type { Estado, Prioridad, Rol } from '@/domain/values'
import { Badge, type Tone } from './badge'

type Looks<K extends string> = Readonly<Record<K, { icon: Icon; tone: Tone }>>

/** How each state looks; its name stands beside it. */
export const ESTADO_LOOKS: Looks<Estado> = {
  abierto: { icon: CircleDashed, tone: 'info' },
  en_progreso: { icon: CircleDot, tone: 'accent' },
  resuelto: { icon: CircleCheck, tone: 'success' },
  cerrado: { icon: Lock, tone: 'neutral' },
}

/** How each priority looks. */
export const PRIORIDAD_LOOKS: Looks<Prioridad> = {
  baja: { icon: ArrowDown, tone: 'neutral' },
  media: { icon: Minus, tone: 'info' },
  alta: { icon: ArrowUp, tone: 'warning' },
  critica: { icon: ChevronsUp, tone: 'danger' },
}

const ROL_LOOKS: Looks<Rol> = {
  cliente: { icon: UserRound, tone: 'neutral' },
  operador: { icon: Headset, tone: 'info' },
  admin: { icon: ShieldCheck, tone: 'accent' },
  auditor: { icon: Eye, tone: 'warning' },
}

/** A ticket's state in the reader's language. */
export function EstadoBadge({ estado }: { estado: Estado }) {
  const t = useTranslations('dominio.estado')
  return <Badge {...ESTADO_LOOKS[estado]}>{t(estado)}</Badge>
}

/** A ticket's priority in the reader's language. */
export function PrioridadBadge({ prioridad }: { prioridad: Prioridad }) {
  const t = useTranslations('dominio.prioridad')
  return <Badge {...PRIORIDAD_LOOKS[prioridad]}>{t(prioridad)}</Badge>
}

/** An account's role in the reader's language. */
export function RolBadge({ rol }: { rol: Rol }) {
  const t = useTranslations('dominio.rol')
  return <Badge {...ROL_LOOKS[rol]}>{t(rol)}</Badge>
}
