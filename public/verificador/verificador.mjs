// Verificador de pruebas de Bitácora: un solo fichero, sin dependencias. Se hace de src/verifier/.
// src/verifier/node.ts
import { createReadStream } from "node:fs";
import { argv, exit, stderr, stdout } from "node:process";

// src/verifier/lines.ts
var LONGEST = 64 * 1024 * 1024;
var OPENING = /^\s*[{[]\s*\n/;
var TooLong = class extends Error {
};
async function* documentsIn(parts) {
  let [rest, linea, whole2, begun] = ["", 0, false, false];
  for await (const part of parts) {
    rest += begun ? part : part.replace(/^\ufeff/, "");
    begun = true;
    if (rest.length > LONGEST) throw new TooLong();
    whole2 ||= linea === 0 && OPENING.test(rest);
    if (whole2) continue;
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      linea++;
      if (line.trim() !== "") yield { linea, documento: parse(line) };
    }
  }
  if (rest.trim() !== "") yield { linea: whole2 ? 0 : linea + 1, documento: parse(rest) };
}
function parse(text2) {
  try {
    return JSON.parse(text2);
  } catch {
    return null;
  }
}

// src/verifier/sha256.ts
function fraction(prime, cube) {
  const root = cube ? Math.cbrt(prime) : Math.sqrt(prime);
  return Math.floor((root - Math.floor(root)) * 2 ** 32) | 0;
}
function firstPrimes(count) {
  const primes = [];
  for (let candidate = 2; primes.length < count; candidate++)
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  return primes;
}
var PRIMES = firstPrimes(64);
var K = Int32Array.from(PRIMES, (prime) => fraction(prime, true));
var START = Int32Array.from(PRIMES.slice(0, 8), (prime) => fraction(prime, false));
var rotate = (word, by) => word >>> by | word << 32 - by;
function pad(message) {
  const length = Math.ceil((message.length + 9) / 64) * 64;
  const padded = new Uint8Array(length);
  padded.set(message);
  padded[message.length] = 128;
  const view = new DataView(padded.buffer);
  view.setUint32(length - 8, Math.floor(message.length / 2 ** 29));
  view.setUint32(length - 4, message.length * 8 >>> 0);
  return view;
}
function sha256(message) {
  const view = pad(message);
  const state = Int32Array.from(START);
  const w = new Int32Array(64);
  const at = (words, index) => words[index] ?? 0;
  for (let block = 0; block < view.byteLength; block += 64) {
    for (let t = 0; t < 16; t++) w[t] = view.getInt32(block + t * 4);
    for (let t = 16; t < 64; t++) {
      const [x, y] = [at(w, t - 15), at(w, t - 2)];
      const low = rotate(x, 7) ^ rotate(x, 18) ^ x >>> 3;
      const high = rotate(y, 17) ^ rotate(y, 19) ^ y >>> 10;
      w[t] = high + at(w, t - 7) + low + at(w, t - 16) | 0;
    }
    compress(state, w);
  }
  const digest = new DataView(new ArrayBuffer(32));
  for (const [index, word] of state.entries()) digest.setInt32(index * 4, word);
  return new Uint8Array(digest.buffer);
}
function compress(state, w) {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let t = 0; t < 64; t++) {
    const big1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const one = h + big1 + (e & f ^ ~e & g) + (K[t] ?? 0) + (w[t] ?? 0) | 0;
    const big0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const two = big0 + (a & b ^ a & c ^ b & c) | 0;
    h = g;
    g = f;
    f = e;
    e = d + one | 0;
    d = c;
    c = b;
    b = a;
    a = one + two | 0;
  }
  for (const [index, value] of [a, b, c, d, e, f, g, h].entries())
    state[index] = (state[index] ?? 0) + value | 0;
}
function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
function fromHex(text2) {
  if (!/^([0-9a-f]{2})*$/.test(text2)) throw new Error("no es hexadecimal en minúsculas");
  return Uint8Array.from(
    { length: text2.length / 2 },
    (_, index) => Number.parseInt(text2.slice(index * 2, index * 2 + 2), 16)
  );
}
function join(...parts) {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

// src/verifier/shapes.ts
function isFields(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
var Malformed = class extends Error {
  name = "Malformed";
};
function text(fields, key, pattern) {
  const value = fields[key];
  if (typeof value !== "string" || !pattern.test(value)) throw new Malformed(`«${key}» no es lo que debe`);
  return value;
}
function whole(fields, key) {
  const value = fields[key];
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0)
    throw new Malformed(`«${key}» no es un número entero`);
  return value;
}
function hashes(fields, key) {
  const value = fields[key];
  if (!Array.isArray(value)) throw new Malformed(`«${key}» no es una lista`);
  return value.map((one) => {
    if (typeof one !== "string" || !HASH.test(one)) throw new Malformed(`«${key}» no es una lista de huellas`);
    return one;
  });
}
var HASH = /^[0-9a-f]{64}$/;
function readHead(value) {
  if (!isFields(value)) throw new Malformed("falta el sello («cabeza»)");
  text(value, "formato", /^bitacora\.sello\.v1$/);
  return {
    tamano: whole(value, "tamano"),
    raiz: text(value, "raiz", HASH),
    fecha: text(value, "fecha", /^[0-9TZ:.-]{24}$/),
    posicion: whole(value, "posicion"),
    clave_id: text(value, "clave_id", /^[0-9a-f]{16}$/),
    firma: text(value, "firma", /^[A-Za-z0-9+/]{86}==$/),
    clave_publica: text(value, "clave_publica", /^[A-Za-z0-9+/]{59}=$/)
  };
}
var COLUMNS = [
  "id",
  "evento_id",
  "ticket_id",
  "cuenta_id",
  "usuario_id",
  "tipo",
  "metadata",
  "es_interno",
  "version",
  "comando_id",
  "orden",
  "correlacion_id",
  "causa_id",
  "huella",
  "fecha_creacion",
  "fecha_registro"
];
function readLeaf(leaf) {
  let parsed;
  try {
    parsed = JSON.parse(leaf);
  } catch {
    throw new Malformed("la hoja no es JSON");
  }
  if (!Array.isArray(parsed) || parsed.length !== COLUMNS.length + 1 || parsed[0] !== "bitacora.hoja.v1")
    throw new Malformed("la hoja no es de la forma bitacora.hoja.v1");
  if (JSON.stringify(parsed) !== leaf) throw new Malformed("la hoja no está en su forma canónica");
  return Object.fromEntries(COLUMNS.map((column, index) => [column, parsed[index + 1]]));
}

// src/verifier/tree.ts
function leafHash(text2) {
  return hex(sha256(join(Uint8Array.of(0), new TextEncoder().encode(text2))));
}
function nodeHash(left, right) {
  return hex(sha256(join(Uint8Array.of(1), fromHex(left), fromHex(right))));
}
var half = (value) => Math.floor(value / 2);
function rootOfPath(index, size, path, leaf) {
  if (!(index >= 0 && index < size)) return null;
  let [position, last, reached] = [index, size - 1, leaf];
  for (const sibling of path) {
    if (last === 0) return null;
    if (position % 2 === 1 || position === last) {
      reached = nodeHash(sibling, reached);
      while (position % 2 === 0 && position !== 0) [position, last] = [position / 2, half(last)];
    } else reached = nodeHash(reached, sibling);
    [position, last] = [half(position), half(last)];
  }
  return last === 0 ? reached : null;
}
function rootsOfConsistency(first, second, path, firstRoot) {
  if (first < 1 || first > second) return null;
  if (first === second) return path.length === 0 ? [firstRoot, firstRoot] : null;
  const [seed, ...rest] = Number.isInteger(Math.log2(first)) ? [firstRoot, ...path] : path;
  if (seed === void 0) return null;
  let [position, last] = [first - 1, second - 1];
  while (position % 2 === 1) [position, last] = [half(position), half(last)];
  let [old, current] = [seed, seed];
  for (const sibling of rest) {
    if (last === 0) return null;
    if (position % 2 === 1 || position === last) {
      old = nodeHash(sibling, old);
      current = nodeHash(sibling, current);
      while (position % 2 === 0 && position !== 0) [position, last] = [position / 2, half(last)];
    } else current = nodeHash(current, sibling);
    [position, last] = [half(position), half(last)];
  }
  return last === 0 ? [old, current] : null;
}

// src/verifier/verify.ts
var TOLD = 200;
var Verifier = class {
  /** @param expectedKey the id of the only key that may have signed; any where it is empty */
  constructor(expectedKey = "") {
    this.expectedKey = expectedKey;
  }
  expectedKey;
  #lines = [];
  #heads = /* @__PURE__ */ new Map();
  #bySize = /* @__PURE__ */ new Map();
  #signedRoots = /* @__PURE__ */ new Map();
  #proofs = 0;
  #contents = 0;
  #erased = 0;
  #failures = 0;
  /** Checks one JSON document or one line of an export. */
  async check(document, where) {
    try {
      if (!isFields(document)) throw new Malformed("no es un objeto JSON");
      await this.#dispatch(document, where);
    } catch (error) {
      this.#fail(`${where}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  /** Counts a file that could not be read at all. */
  unreadable(where, why) {
    this.#fail(`${where}: ${why ?? "no se pudo leer"}`);
  }
  result() {
    const looked = this.#proofs + this.#heads.size;
    return {
      correcto: this.#failures === 0 && looked > 0,
      pruebas: this.#proofs,
      contenidos: this.#contents,
      borrados: this.#erased,
      sellos: this.#heads.size,
      fallos: this.#failures,
      lineas: looked > 0 || this.#failures > 0 ? this.#lines : [...this.#lines, { bien: false, texto: "No había nada que comprobar." }]
    };
  }
  async #dispatch(document, where) {
    if (document.formato === "bitacora.sello.v1") return void await this.#head(document, where);
    if (document.formato === "bitacora.consistencia.v1") return await this.#consistency(document, where);
    if ("cabeza" in document) await this.#head(document.cabeza, where);
    if (Array.isArray(document.pruebas)) {
      for (const [index, one] of document.pruebas.entries())
        this.#event(one, one, `${where}, prueba ${index + 1}`);
    } else if (isFields(document.prueba)) {
      if ("cabeza" in document.prueba) await this.#head(document.prueba.cabeza, where);
      this.#event(document.prueba, document, where);
    } else if ("hoja" in document) this.#event(document, document, where);
    else if (!("cabeza" in document)) throw new Malformed("no lleva ninguna prueba");
  }
  async #head(value, where) {
    const head = readHead(value);
    this.#bySize.set(head.tamano, head);
    const name = JSON.stringify(head);
    if (this.#heads.has(name)) return head;
    const key = fromBase64(head.clave_publica);
    const known = hex(sha256(key)).slice(0, 16) === head.clave_id;
    const signed = known && await isSigned(head, key);
    this.#heads.set(name, signed);
    const what = `${where}: sello de ${head.tamano} eventos, ${head.fecha}`;
    if (!signed) this.#fail(`${what}: la firma no vale`);
    else if (this.expectedKey !== "" && head.clave_id !== this.expectedKey)
      this.#fail(`${what}: firmado con la clave ${head.clave_id}, no con la ${this.expectedKey}`);
    else this.#lines.push({ bien: true, texto: `${what}: firmado con la clave ${head.clave_id}` });
    if (signed) this.#compareRoots(head, what);
    return head;
  }
  /** One log has one root at each size: two that are signed are two logs, each shown to somebody else. */
  #compareRoots({ tamano, raiz }, what) {
    const known = this.#signedRoots.get(tamano) ?? raiz;
    this.#signedRoots.set(tamano, known);
    if (known !== raiz) this.#fail(`${what}: hay otro sello de ese tamaño, también firmado, con otra raíz`);
  }
  async #consistency(document, where) {
    const old = await this.#head(document.vieja, `${where}, sello viejo`);
    const next = await this.#head(document.nueva, `${where}, sello nuevo`);
    const roots = rootsOfConsistency(old.tamano, next.tamano, hashes(document, "camino"), old.raiz);
    this.#proofs++;
    if (roots === null || roots[0] !== old.raiz || roots[1] !== next.raiz)
      this.#fail(`${where}: el sello nuevo NO continúa el viejo`);
    else
      this.#lines.push({
        bien: true,
        texto: `${where}: los ${next.tamano} eventos del sello nuevo empiezan por los ${old.tamano} del viejo, sin cambios`
      });
  }
  /** @param around what stands beside the proof on its line: it must say the same as the leaf */
  #event(proof, around, where) {
    try {
      if (!isFields(proof) || !isFields(around)) throw new Malformed("no es una prueba");
      this.#proofs++;
      const leaf = text(proof, "hoja", /^\[/);
      const columns = readLeaf(leaf);
      const size = whole(proof, "tamano");
      const head = this.#bySize.get(size);
      if (head === void 0) throw new Malformed(`no hay un sello de ${size} eventos antes de esta prueba`);
      const root = rootOfPath(whole(proof, "indice"), size, hashes(proof, "camino"), leafHash(leaf));
      if (root !== head.raiz)
        throw new Malformed("el camino no lleva a la raíz sellada: el evento no es el que se selló");
      this.#compare(columns, around);
      this.#content(columns, "sal" in proof ? proof : around);
    } catch (error) {
      this.#fail(`${where}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  #compare(columns, around) {
    for (const column of COLUMNS) {
      if (!(column in around)) continue;
      const said = typeof around[column] === "boolean" ? Number(around[column]) : around[column];
      if (said !== columns[column]) throw new Malformed(`«${column}» no es lo que se selló`);
    }
  }
  #content(columns, around) {
    const { contenido, sal } = around;
    if (contenido === void 0) return;
    if (contenido === null) {
      if (columns.huella !== null) this.#erased++;
      return;
    }
    if (typeof contenido !== "string" || typeof sal !== "string")
      throw new Malformed("lleva un contenido sin su sal: no se puede comprobar");
    const found = hex(sha256(join(fromHex(sal), new TextEncoder().encode(contenido))));
    if (found !== columns.huella) throw new Malformed("el contenido no es el que se selló");
    this.#contents++;
  }
  #fail(texto) {
    this.#failures++;
    if (this.#failures <= TOLD) this.#lines.push({ bien: false, texto });
  }
};
function fromBase64(value) {
  return Uint8Array.from(atob(value), (character) => character.charCodeAt(0));
}
async function isSigned(head, key) {
  const lines = ["bitacora.sello.v1", head.tamano, head.raiz, head.fecha, head.posicion, head.clave_id];
  const message = new TextEncoder().encode(lines.map((line) => `${line}
`).join(""));
  const subtle = crypto.subtle;
  if (subtle === void 0)
    throw new Malformed(
      "este navegador no comprueba firmas en una página sin https: guárdela y ábrala como fichero"
    );
  const imported = await subtle.importKey("spki", key, { name: "Ed25519" }, false, ["verify"]).catch(() => null);
  if (imported === null)
    throw new Malformed("este programa no sabe comprobar firmas Ed25519: use uno más nuevo, o Node 20");
  return await subtle.verify({ name: "Ed25519" }, imported, fromBase64(head.firma), message);
}
function summary(result) {
  const { pruebas, contenidos, borrados, sellos, fallos, correcto } = result;
  const count = (number, one, many) => `${number} ${number === 1 ? one : many}`;
  const parts = [
    count(pruebas, "prueba", "pruebas"),
    count(sellos, "sello", "sellos"),
    count(contenidos, "contenido comprobado", "contenidos comprobados"),
    ...borrados > 0 ? [count(borrados, "borrado", "borrados")] : [],
    count(fallos, "fallo", "fallos")
  ];
  return `${correcto ? "CORRECTO" : "NO ES CORRECTO"}: ${parts.join(", ")}.`;
}
var LIMITES = "Lo que esto no prueba: que estén todos los eventos que cumplen una condición, que lo que dicen sea cierto, ni que la clave sea la del servicio (compare su identificador con uno que usted haya guardado).";

// src/verifier/node.ts
async function checkFile(verifier, path) {
  try {
    for await (const { linea, documento } of documentsIn(createReadStream(path, "utf8")))
      await verifier.check(documento, linea === 0 ? path : `${path}:${linea}`);
  } catch (error) {
    if (!(error instanceof TooLong)) throw error;
    verifier.unreadable(path, "no es una prueba ni una exportación");
  }
}
async function main(args) {
  const flag = args.indexOf("--clave");
  const key = flag === -1 ? "" : args[flag + 1] ?? "";
  const files = args.filter((_, index) => flag === -1 || index !== flag && index !== flag + 1);
  if (files.length === 0 || flag !== -1 && !/^[0-9a-f]{16}$/.test(key)) {
    stderr.write(
      "Uso: node verificador.mjs [--clave <16 cifras hexadecimales>] <fichero.json|fichero.jsonl>…\n"
    );
    return 2;
  }
  const verifier = new Verifier(key);
  for (const file of files) await checkFile(verifier, file);
  const result = verifier.result();
  for (const { bien, texto } of result.lineas) stdout.write(`${bien ? "✓" : "✗"} ${texto}
`);
  stdout.write(`${summary(result)}
${LIMITES}
`);
  return result.correcto ? 0 : 1;
}
main(argv.slice(2)).then(exit, (error) => {
  stderr.write(`${error instanceof Error ? error.message : String(error)}
`);
  exit(2);
});
