import { LIMITES, summary, Verifier } from './verify'

const find = (id: string): HTMLElement => {
  const element = document.getElementById(id)
  if (element === null) throw new Error(`no ${id}`)
  return element
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

async function checkFile(verifier: Verifier, file: File): Promise<void> {
  const text = await file.text()
  const whole = parse(text)
  if (whole !== null) return await verifier.check(whole, file.name)
  for (const [index, line] of text.split('\n').entries())
    if (line.trim() !== '') await verifier.check(parse(line), `${file.name}:${index + 1}`)
}

async function run(files: Iterable<File>): Promise<void> {
  const key = document.querySelector('input#clave')
  const verifier = new Verifier(key instanceof HTMLInputElement ? key.value.trim() : '')
  const [verdict, list] = [find('veredicto'), find('lineas')]
  verdict.textContent = 'Comprobando…'
  verdict.className = ''
  list.replaceChildren()
  for (const file of files) await checkFile(verifier, file)
  const result = verifier.result()
  verdict.textContent = summary(result)
  verdict.className = result.correcto ? 'bien' : 'mal'
  for (const { bien, texto } of result.lineas) {
    const item = document.createElement('li')
    // Text, never markup: what is checked may come from anybody.
    item.textContent = `${bien ? '✓' : '✗'} ${texto}`
    item.className = bien ? 'bien' : 'mal'
    list.append(item)
  }
}

find('limites').textContent = LIMITES
const input = document.querySelector('input#ficheros')
if (input instanceof HTMLInputElement) input.addEventListener('change', () => void run(input.files ?? []))
const zone = find('zona')
zone.addEventListener('dragover', (event) => event.preventDefault())
zone.addEventListener('drop', (event) => {
  event.preventDefault()
  void run(event.dataTransfer?.files ?? [])
})
