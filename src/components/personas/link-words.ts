import { getTranslations } from 'next-intl/server'
import type { LinkWords } from './shown-link.client'

/** What is said around a link that was just made. */
export async function linkWords(): Promise<LinkWords> {
  const t = await getTranslations('personas.enlace')
  return {
    titulo: t('titulo'),
    aviso: t('aviso'),
    etiqueta: t('etiqueta'),
    caduca: t('caduca'),
    copiar: { boton: t('copiar'), hecho: t('copiado'), fallo: t('noCopiado') },
  }
}
