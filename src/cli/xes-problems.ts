import type { XesFailure } from '@/io/xes/failure'
import type { XesProblem } from '@/io/xes/import'
import { explainRejection } from './rejections'

/** Why something of a log was not imported, without its full stop. */
export function describeXesProblem(problem: XesProblem): string {
  switch (problem.tipo) {
    case 'sin_clave':
      return 'hay un atributo sin «key»'
    case 'sin_valor':
      return `el atributo «${problem.clave}» no tiene valor`
    case 'caracter':
      return `${problem.clave === '' ? 'un atributo' : `«${problem.clave}»`} contiene algo que no es texto`
    case 'elemento':
      return `el elemento <${problem.nombre}> no tiene sitio ahí`
    case 'demasiado':
      return 'tiene demasiados atributos, o demasiado largos'
    case 'traza_vacia':
      return 'la traza no tiene sucesos'
    case 'atributo_tardio':
      return `el atributo «${problem.clave}» de la traza viene después de su primer suceso: se ha dejado fuera`
    case 'falta':
      return `falta «${problem.clave}»`
    case 'valor':
      return `«${problem.clave}» tiene un valor que no se entiende: «${problem.valor}»`
    case 'propio':
      return `falta «${problem.clave}», o no vale`
    case 'traza':
      return `no se ha importado la traza entera: ${describeXesProblem(problem.problema)}`
    case 'rechazo':
      return explainRejection(problem.rechazo)
    case 'fichero':
      return describeKind(problem.fallo)
  }
}

/** Why a file can't be read, and where, without its full stop. */
export function describeFailure(fallo: XesFailure): string {
  return `${describeKind(fallo)}${fallo.linea === null ? '' : ` (línea ${fallo.linea})`}`
}

function describeKind({ tipo, detalle }: XesFailure): string {
  switch (tipo) {
    case 'raiz':
      return 'no empieza por <log>'
    case 'xml':
      return `el XML está mal formado${describeXml(detalle)}`
    case 'cortado':
      return 'el fichero está cortado'
    case 'gzip':
      return 'los datos comprimidos están dañados'
    case 'codificacion':
      return `su texto no está en la codificación que dice${detalle === '' ? '' : `: ${detalle}`}`
    case 'dtd':
      return 'lleva una definición de tipo (DTD), y no se admiten'
    case 'profundidad':
      return 'anida demasiados elementos'
    case 'tamano':
      return 'un elemento es demasiado grande, o un valor pasa de un millón de caracteres'
  }
}

/** What the parser says in English, by what it speaks of; the line says the rest. */
const XML_FAULTS: readonly (readonly [RegExp, string])[] = [
  [/raíz/, 'hay más de un elemento raíz'],
  [/clos(e|ing) tag/i, 'una etiqueta de cierre no es la de la que estaba abierta'],
  [/^Unencoded/, 'hay un «<» suelto'],
  [/^(Text data|Non-whitespace)/, 'hay texto fuera del elemento raíz'],
  [/attribute/i, 'un atributo está mal escrito'],
  [/entity/i, 'una entidad (&…;) no vale'],
  [/comment/i, 'un comentario está mal escrito'],
  [/tag/i, 'una etiqueta está mal escrita'],
]

function describeXml(detalle: string): string {
  const text = XML_FAULTS.find(([pattern]) => pattern.test(detalle))?.[1]
  return text === undefined ? '' : `: ${text}`
}
