import { documentsIn, TooLong } from './lines'
import { LIMITES, type Linea, summary, Verifier } from './verify'

/** How long it checks before the page may breathe, in milliseconds. */
const BREATH = 40
const SHOWN = 200

const find = (id: string): HTMLElement => {
  const element = document.getElementById(id)
  if (element === null) throw new Error(`no ${id}`)
  return element
}

/** A file's text in pieces, and how much of it has been read. */
async function* textOf(file: File, onRead: (bytes: number) => void): AsyncGenerator<string> {
  const reader = file.stream().getReader()
  const decoder = new TextDecoder()
  let read = 0
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    read += part.value.byteLength
    onRead(read)
    yield decoder.decode(part.value, { stream: true })
  }
}

// A later choice of files ends the check before it.
let current = 0

async function checkFile(verifier: Verifier, file: File, mine: number): Promise<void> {
  let [read, breathed] = [0, performance.now()]
  const parts = textOf(file, (bytes) => {
    read = bytes
  })
  for await (const { linea, documento } of documentsIn(parts)) {
    await verifier.check(documento, linea === 0 ? file.name : `${file.name}:${linea}`)
    if (performance.now() - breathed < BREATH) continue
    say(`Comprobando ${file.name}… ${Math.floor((100 * read) / file.size)} %`, 'espera')
    await new Promise((resolve) => setTimeout(resolve))
    if (mine !== current) return
    breathed = performance.now()
  }
}

function say(text: string, look: 'espera' | 'bien' | 'mal'): void {
  const verdict = find('veredicto')
  verdict.textContent = text
  verdict.className = look
}

function list({ bien, texto }: Linea): HTMLElement {
  const item = document.createElement('li')
  // Text, never markup: what is checked may come from anybody.
  item.textContent = texto
  item.className = bien ? 'bien' : 'mal'
  return item
}

async function run(files: readonly File[]): Promise<void> {
  const mine = ++current
  if (files.length === 0) return
  const key = document.querySelector('input#clave')
  const verifier = new Verifier(key instanceof HTMLInputElement ? key.value.trim() : '')
  find('lineas').replaceChildren()
  say('Comprobando…', 'espera')
  for (const file of files) {
    try {
      await checkFile(verifier, file, mine)
    } catch (error) {
      verifier.unreadable(file.name, error instanceof TooLong ? 'no es una prueba ni una exportación' : null)
    }
    if (mine !== current) return
  }
  const result = verifier.result()
  say(summary(result), result.correcto ? 'bien' : 'mal')
  // What went wrong comes first: it is what one looks for.
  const lines = [...result.lineas].sort((a, b) => Number(a.bien) - Number(b.bien))
  const more = result.lineas.length - SHOWN
  find('lineas').replaceChildren(...lines.slice(0, SHOWN).map(list))
  if (more > 0) find('lineas').append(list({ bien: result.correcto, texto: `… y ${more} más` }))
}

find('limites').textContent = LIMITES
const input = document.querySelector('input#ficheros')
if (input instanceof HTMLInputElement)
  input.addEventListener('change', () => {
    void run([...(input.files ?? [])])
    // The same file, once mended, can be chosen again.
    input.value = ''
  })
const zone = find('zona')
for (const name of ['dragover', 'dragleave', 'drop'])
  zone.addEventListener(name, (event) => {
    event.preventDefault()
    zone.classList.toggle('encima', name === 'dragover')
  })
zone.addEventListener('drop', (event) => void run([...(event.dataTransfer?.files ?? [])]))
