import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { MESSAGES } from '@/i18n/locales'
import { RULES } from '@/metrics/advice/rules'
import { TUNING } from '@/runtime/metrics/actions'

const { reglas, componente } = MESSAGES.es.metricas

/** The table of docs/METRICS.md, as the rules and their words make it. */
function tableOfRules(): string {
  const rows = RULES.map(({ id, componente: part, mejor, bueno, malo, unidad, acciones }) => {
    const [good, bad] = mejor === 'menor' ? ['<', '>'] : ['>', '<']
    const number = (value: number) => `${String(value).replace('.', ',')} ${unidad}`
    const commands = acciones.flatMap((accion) => TUNING[accion].orden ?? []).map((orden) => ` \`${orden}\``)
    const { nombre, significado, accion } = reglas[id]
    const action = `${accion}${commands.length > 0 ? ` Orden:${commands.join(',')}.` : ''}`
    return `| ${componente[part]} | ${nombre} (\`${id}\`) | ${good} ${number(bueno)} | ${bad} ${number(malo)} | ${significado} | ${action} |`
  })
  const head = '| Componente | Métrica | Valor Óptimo | Valor Deficiente | Significado | Acción de Tuning |'
  return [head, '|---|---|---|---|---|---|', ...rows].join('\n')
}

// Mutant seen to fail: another bound in RULES.
test('docs/METRICS.md has the table of the thresholds as the data has it', () => {
  const text = readFileSync('docs/METRICS.md', 'utf8')
  const start = text.indexOf('| Componente |')
  expect(text.slice(start, text.indexOf('\n\n', start))).toBe(tableOfRules())
})
