import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { EmptyState } from '@/components/ui/empty-state'
import { CircleCheck } from '@/components/ui/icons'
import { PageHeader } from '@/components/ui/page-header'
import { Pagination } from '@/components/ui/page-link'
import { getRuntime } from '@/runtime'
import { requireRole } from '../../lib/session'
import { loadTasks } from './load'
import { ParkedTask } from './parked-task'
import { QueueFigures } from './queue-figures'
import { Transport } from './transport'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('tareas'))('titulo') }
}

/** How the background work goes, and what of it waits for somebody's decision. */
export default async function TareasPage({ searchParams }: PageProps<'/tareas'>) {
  await requireRole('admin')
  const [tasks, t, { newId }] = await Promise.all([
    searchParams.then(loadTasks),
    getTranslations('tareas'),
    getRuntime(),
  ])
  const { tareas, primera, siguiente } = tasks
  return (
    <>
      <PageHeader title={t('titulo')} description={t('descripcion')} />
      <div className="flex flex-col gap-4">
        <QueueFigures {...tasks} />
        <Transport {...tasks} />
      </div>
      <section aria-labelledby="apartadas" className="mt-8">
        <h2 id="apartadas" className="text-base font-semibold">
          {t('apartadas.titulo')}
        </h2>
        <p className="mt-1 mb-4 text-sm text-muted">{t('apartadas.descripcion')}</p>
        {tareas.length === 0 ? (
          <EmptyState
            icon={CircleCheck}
            title={t('apartadas.vacia')}
            description={t('apartadas.vaciaTexto')}
          />
        ) : (
          <ul className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-surface">
            {tareas.map((task) => (
              <ParkedTask
                key={task.id}
                task={task}
                comandoIds={{ reintentar: newId(), descartar: newId() }}
              />
            ))}
          </ul>
        )}
        <Pagination
          label={t('apartadas.paginas')}
          first={primera ? undefined : { href: '/tareas', label: t('apartadas.primera') }}
          next={siguiente && { href: { query: siguiente }, label: t('apartadas.siguiente') }}
        />
      </section>
    </>
  )
}
