import type { Command } from 'commander'
import type { Hallazgo, InformeAuditoria } from '@/events/seals/findings'
import { readSealPoint } from '@/events/seals/store'
import { verifyLog } from '@/events/seals/verify'
import { readHeads } from './audit-support'
import { CliError } from './failures'
import { type OutputOptions, printResult } from './output'
import { createProgressBar } from './progress'
import { withRuntime } from './work'

/** Adds `audit verify`. */
export function addVerifyCommand(audit: Command): void {
  audit
    .command('verify')
    .description('compara el registro con sus sellos, evento a evento; termina con 1 si algo no coincide')
    .option('--against <sello>', 'y con sellos guardados fuera: un fichero de «audit head», o el JSON mismo')
    .action(runVerify)
}

async function runVerify(options: OutputOptions & { readonly against?: string }): Promise<void> {
  const contra = options.against === undefined ? [] : await readHeads(options.against)
  const bar = createProgressBar('eventos')
  let report: InformeAuditoria
  try {
    report = await withRuntime(async ({ db }) => {
      const admin = db.as('admin')
      const { cabeza: total } = await readSealPoint(admin)
      return await verifyLog(admin, { contra, onProgress: (done) => bar.update('Comprobando', done, total) })
    })
  } finally {
    bar.stop()
  }
  printResult(options, report, describe(report).join('\n'))
  if (report.hallazgos.length > 0) throw new CliError('El registro no es lo que se selló.')
}

function describe(report: InformeAuditoria): string[] {
  const { eventos, confirmados, posicionConfirmada, sellos, claves, borrados, sinSellar, comparadas } = report
  const sound = report.hallazgos.length === 0
  return [
    ...report.hallazgos.map((one) => `✗ ${describeFinding(one)}`),
    confirmados === 0
      ? 'Ningún sello confirma nada todavía.'
      : `${sound ? '✓ ' : ''}Tal como se sellaron: ${confirmados} de ${eventos} eventos, hasta la posición ${posicionConfirmada} (${count(sellos, 'sello')}, ${count(claves, 'clave')}).`,
    ...(sinSellar === null
      ? []
      : [
          `Sin sellar: de la posición ${sinSellar.desde} a la ${sinSellar.hasta} (${count(sinSellar.eventos, 'evento')}).`,
        ]),
    ...(borrados > 0 ? [`Contenidos borrados: ${borrados}; su huella sigue en su sitio.`] : []),
    comparadas > 0
      ? `Sellos guardados fuera que se han comparado: ${comparadas}.`
      : 'Sin un sello guardado fuera (--against) no se puede saber si alguien con la clave lo rehízo todo.',
  ]
}

function count(number: number, one: string): string {
  return `${number} ${one}${number === 1 ? '' : 's'}`
}

const CAMBIO = {
  cambiado: ['El evento de la posición', 'fue cambiado', 'fueron cambiados'],
  quitado: ['El evento de la posición', 'fue quitado', 'fueron quitados'],
  insertado: ['El evento de la posición', 'fue insertado', 'fueron insertados'],
  movido: ['El evento de la posición', 'fue movido de sitio', 'fueron movidos de sitio'],
} as const

const SELLO: Readonly<Record<Extract<Hallazgo, { clase: 'sello' }>['motivo'], string>> = {
  firma: 'su firma no es de la clave que dice',
  clave_desconocida: 'su clave no está entre las registradas',
  raiz: 'ni el registro ni el árbol guardado dan su raíz',
  posicion: 'su último evento está en otra posición',
  sin_eventos: 'habla de más eventos de los que hay',
}

const CABEZA: Readonly<Record<Extract<Hallazgo, { clase: 'cabeza' }>['motivo'], string>> = {
  firma: 'su propia firma no vale: no es un sello auténtico',
  clave_desconocida: 'coincide, pero su clave ya no está entre las registradas: alguien las cambió',
  raiz: 'el registro ya no lleva a él: se rehízo alguno de los eventos que cubre',
  sin_eventos: 'cubre más eventos de los que hay: faltan',
}

function describeFinding(finding: Hallazgo): string {
  switch (finding.clase) {
    case 'evento': {
      const { posicion, hasta, cambio, sellado } = finding
      const [one, was, were] = CAMBIO[cambio]
      const what =
        posicion === hasta ? `${one} ${posicion} ${was}` : `Los eventos de ${posicion} a ${hasta} ${were}`
      return `${what}${sellado ? '' : ' (según el árbol guardado; ningún sello válido llega hasta ahí)'}.`
    }
    case 'contenido':
      return `El contenido del evento de la posición ${finding.posicion} no es el que dice su huella.`
    case 'arbol':
      return `El registro es el que se selló, pero el árbol guardado fue cambiado (nivel ${finding.nivel}, mosaico ${finding.indice}): sus pruebas no valdrían.`
    case 'sello':
      return `El sello de ${finding.tamano} eventos: ${SELLO[finding.motivo]}.`
    case 'clave':
      return `La clave ${finding.claveId} no tiene el aval de la anterior.`
    case 'cabeza':
      return `El sello guardado fuera, de ${finding.tamano} eventos (hasta la posición ${finding.posicion}): ${CABEZA[finding.motivo]}.`
    case 'tabla':
      return `Las tablas de los sellos contienen lo que el sellado nunca escribe (${finding.detalle}).`
  }
}
