import type { RowProblem } from '@/io/servicenow/import'
import { explainRejection } from './rejections'

/** Why a row was not imported, without its full stop. */
export function describeProblem(problem: RowProblem): string {
  switch (problem.tipo) {
    case 'linea_larga':
      return 'la línea es demasiado larga'
    case 'codificacion':
      return 'no está en UTF-8: guarde el fichero con esa codificación'
    case 'comillas':
      return 'las comillas no casan'
    case 'columnas':
      return `tiene ${problem.halladas} columnas donde la cabecera anuncia ${problem.esperadas}`
    case 'valor':
      return problem.valor === null
        ? `falta ${problem.columna}, o contiene algo que no es texto`
        : `${problem.columna} tiene un valor que no se entiende: «${problem.valor}»`
    case 'rechazo':
      return explainRejection(problem.rechazo)
  }
}
