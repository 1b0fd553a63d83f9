import type { Tipo } from '../attributes'

const NAMES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // Written as they are, a reader would take them for spaces.
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
}
// What XML can't hold, or no reader of ours takes. No text of the log has it.
const IMPOSSIBLE = /(?![\t\n\r])[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/gu

/** Text as it stands between the quotes of an attribute. */
export function escapeXml(text: string): string {
  return text.replace(IMPOSSIBLE, '\ufffd').replace(/[&<>"\t\n\r]/g, (character) => NAMES[character] ?? '')
}

/** An attribute of XES with those that are nested in it, each already written. */
export function attributeXml(
  tipo: Tipo,
  clave: string,
  valor: string | number | boolean,
  hijos: readonly string[] = [],
): string {
  const head = `<${tipo} key="${escapeXml(clave)}" value="${escapeXml(String(valor))}"`
  return hijos.length === 0 ? `${head}/>` : `${head}>${hijos.join('')}</${tipo}>`
}

/** A list of XES, whose values are already written. */
export function listXml(clave: string, valores: readonly string[]): string {
  return `<list key="${escapeXml(clave)}"><values>${valores.join('')}</values></list>`
}
