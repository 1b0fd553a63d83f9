import fc from 'fast-check'
import { z } from 'zod'

/** What of JSON Schema the API's document uses. */
interface Schema {
  readonly [key: string]: unknown
  readonly type?: string | readonly string[] | undefined
  readonly enum?: readonly unknown[] | undefined
  readonly const?: unknown
  readonly anyOf?: readonly Schema[] | undefined
  readonly oneOf?: readonly Schema[] | undefined
  readonly properties?: Readonly<Record<string, Schema>> | undefined
  readonly required?: readonly string[] | undefined
  readonly items?: Schema | undefined
  readonly minItems?: number | undefined
  readonly maxItems?: number | undefined
  readonly minimum?: number | undefined
  readonly maximum?: number | undefined
  readonly pattern?: string | undefined
  readonly format?: string | undefined
}

const Schema: z.ZodType<Schema> = z.lazy(() =>
  z.looseObject({
    type: z.union([z.string(), z.array(z.string())]).optional(),
    enum: z.array(z.unknown()).optional(),
    const: z.unknown().optional(),
    anyOf: z.array(Schema).optional(),
    oneOf: z.array(Schema).optional(),
    properties: z.record(z.string(), Schema).optional(),
    required: z.array(z.string()).optional(),
    items: Schema.optional(),
    minItems: z.number().optional(),
    maxItems: z.number().optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    pattern: z.string().optional(),
    format: z.string().optional(),
  }),
)

// Values that break readers, beside those that a schema asks for.
const NASTY = fc.constantFrom<unknown>(
  '',
  null,
  -1,
  0.5,
  1e21,
  '\u0000',
  '\ud800',
  '%00',
  "'; DROP TABLE tickets; --",
  '../../etc/passwd',
  '"" OR *',
  [],
  {},
  true,
  'x'.repeat(300),
)

// Small numbers name what is there; the rest of the range is tried as well.
const numbers = (min: number, max: number) =>
  fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: Math.max(min, 1), max: Math.min(max, 14) }) },
    { weight: 1, arbitrary: fc.maxSafeInteger() },
  )

const words = fc.oneof(
  fc.constantFrom(
    'correo',
    'impresora',
    'red',
    '2026-11-01',
    '2026-11-29T10:00',
    '01K0000000000000000000000A',
  ),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
)

const ulid = fc.stringMatching(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/)
const moment = fc.constantFrom('2026-11-01', '2026-11-29T10:00', '2026-01-01T00:00:00.000Z')

/** What is meant where the schema says less than the name. */
const BY_NAME: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  'Idempotency-Key': fc.oneof(ulid, fc.uuid()),
  'If-Match': fc.integer({ min: 1, max: 9 }).map((version) => `"${version}"`),
  email: fc.integer({ min: 1, max: 500 }).map((n) => `c${n}@prueba.test`),
  momento: moment,
  desde: moment,
  hasta: moment,
  comando: ulid,
  correlacion: ulid,
  posicion: fc.integer({ min: 1, max: 14 }),
  limite: fc.integer({ min: 1, max: 50 }),
}

/**
 * Values of a schema of the document.
 * @param broken true where now and then one is none
 */
export function arbitraryOf(raw: unknown, broken: boolean, name = ''): fc.Arbitrary<unknown> {
  const schema = Schema.parse(raw)
  const meant = schema.type === 'integer' && !/limite|posicion/.test(name) ? undefined : BY_NAME[name]
  const good = meant ?? valuesOf(schema, broken)
  return broken ? fc.oneof({ weight: 4, arbitrary: good }, { weight: 1, arbitrary: NASTY }) : good
}

function valuesOf(schema: Schema, broken: boolean): fc.Arbitrary<unknown> {
  const options = schema.anyOf ?? schema.oneOf
  if (options) return fc.oneof(...options.map((option) => arbitraryOf(option, broken)))
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (schema.const !== undefined) return fc.constant(schema.const)
  const [type = 'string'] = [schema.type ?? []].flat()
  switch (type) {
    case 'object': {
      const fields = Object.entries(schema.properties ?? {}).map(
        ([name, field]) => [name, arbitraryOf(field, broken, name)] as const,
      )
      return fc.record(Object.fromEntries(fields), { requiredKeys: [...(schema.required ?? [])] })
    }
    case 'array': {
      const { minItems = 0, maxItems = 3, items = {} } = schema
      return fc.array(arbitraryOf(items, broken), { minLength: minItems, maxLength: Math.min(maxItems, 3) })
    }
    case 'integer':
    case 'number':
      return numbers(schema.minimum ?? 0, schema.maximum ?? Number.MAX_SAFE_INTEGER)
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    default:
      return textOf(schema)
  }
}

function textOf({ pattern, format }: Schema): fc.Arbitrary<string> {
  if (format === 'uri') return fc.constantFrom('http://127.0.0.1:9/x', 'https://ejemplo.es/a')
  return pattern === undefined ? words : fc.stringMatching(new RegExp(pattern))
}
