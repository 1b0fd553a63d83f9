'use client'

import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { X } from '@/components/ui/icons'
import { Button } from '../ui/button'
import type { Command, OverlayTools } from './commands'
import { Kbd } from './kbd'
import { GO, KEYS, type KeyName } from './keys'
import { Overlay } from './overlay.client'
import { isApple } from './page'

const GROUPS = ['lista', 'ticket', 'general'] as const

/** The keys that do something on this page, and the switch that turns the single ones off. */
export function Help({ here, comandos, run, activo, close }: OverlayTools & { here: readonly KeyName[] }) {
  const t = useTranslations('teclado')
  const usable = KEYS.filter(({ nombre }) => here.includes(nombre))
  const toggle = comandos.find(({ hace }) => 'accion' in hace && hace.accion === 'teclas')
  return (
    <Overlay label={t('atajos')} onClose={close} className="max-w-xl">
      <div className="max-h-[inherit] overflow-y-auto p-5 sm:p-6">
        <div className="flex items-start justify-between gap-4">
          <h2 className="text-lg font-semibold">{t('atajos')}</h2>
          <Close label={t('ayuda.cerrar')} />
        </div>
        <p className="mt-1 text-sm text-muted" role="status">
          {t(activo ? 'ayuda.texto' : 'ayuda.apagadas')}
        </p>
        <div className="mt-5 grid gap-x-8 gap-y-5 sm:grid-cols-2">
          {GROUPS.map((grupo) => {
            const keys = usable.filter((key) => key.grupo === grupo)
            return (
              keys.length > 0 && (
                <Group key={grupo} title={t(`grupo.${grupo}`)}>
                  {keys.map(({ tecla, nombre }) => (
                    <Line key={tecla} label={t(`tecla.${nombre}`)}>
                      <Kbd>{tecla === 'Enter' ? t('ayuda.intro') : tecla}</Kbd>
                    </Line>
                  ))}
                  {grupo === 'general' && <Always comandos={comandos} />}
                </Group>
              )
            )
          })}
        </div>
        {toggle && (
          <Button variant="secondary" className="mt-6" onClick={() => run(toggle)}>
            {toggle.etiqueta}
          </Button>
        )}
      </div>
    </Overlay>
  )
}

/** What works on every page, and whether single keys are on or not. */
function Always({ comandos }: { comandos: readonly Command[] }) {
  const t = useTranslations('teclado')
  return (
    <>
      {comandos.map(
        ({ trasG, etiqueta }) =>
          trasG !== undefined && (
            <Line key={trasG} label={etiqueta}>
              <Kbd>{GO}</Kbd> <span className="text-xs text-muted">{t('ayuda.luego')}</span>{' '}
              <Kbd>{trasG}</Kbd>
            </Line>
          ),
      )}
      <Line label={t('tecla.paleta')}>
        <Kbd>{isApple() ? '⌘ K' : 'Ctrl K'}</Kbd>
      </Line>
      <Line label={t('tecla.escape')}>
        <Kbd>Esc</Kbd>
      </Line>
    </>
  )
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3 className="text-xs font-medium text-muted">{title}</h3>
      <dl className="mt-2 space-y-2 text-sm">{children}</dl>
    </section>
  )
}

function Line({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex items-center justify-between gap-4">
      <dt>{label}</dt>
      <dd className="shrink-0">{children}</dd>
    </div>
  )
}

function Close({ label }: { label: string }) {
  return (
    <form method="dialog">
      <Button
        type="submit"
        variant="ghost"
        size="icon"
        aria-label={label}
        title={label}
        className="-mt-1.5 -mr-2"
      >
        <X />
      </Button>
    </form>
  )
}
