// The floors of the source tree. Each part names every part that it may import, besides itself;
// a part that is not listed here may neither import nor be imported: give it a floor first.
const below = {
  domain: [],
  db: ['metrics'],
  redis: ['metrics', 'db'],
  metrics: [],
  events: ['domain', 'db', 'metrics'],
  projections: ['domain', 'events', 'db', 'redis', 'metrics'],
}
const engine = ['domain', 'db', 'redis', 'metrics', 'events', 'projections']
const services = ['commands', 'auth', 'backup', 'io']
const ui = ['domain', 'projections', 'auth', 'i18n', 'components']

/** @type {Record<string, string[]>} */
const mayImport = {
  ...below,
  commands: [...engine, ...services],
  auth: [...engine, ...services],
  backup: [...engine, ...services],
  io: [...engine, ...services],
  i18n: ['domain'],
  components: ui,
  config: [],
  // Becomes one file that runs where nothing of ours is: it may use nothing of ours.
  verifier: [],
  live: engine,
  worker: [...engine, ...services, 'i18n'],
  runtime: [...engine, ...services, 'live', 'worker', 'config'],
  api: [...engine, ...services, 'live', 'worker', 'config', 'runtime', 'i18n'],
  cli: [...engine, ...services, 'worker', 'config', 'runtime', 'i18n', 'api'],
  app: [...engine, ...services, 'live', 'worker', 'config', 'runtime', 'i18n', 'components', 'api'],
}

const paths = {
  projections: '^projections/',
  app: '^(app/|(proxy|instrumentation|next\\.config)\\.ts$)',
  config: '^src/(config|environment)\\.ts$',
  runtime: '^src/runtime(\\.ts$|/)',
}
const pathOf = (part) => paths[part] ?? `^src/${part}/`
const parts = Object.keys(mayImport)
const ours = '^(src|app|projections|tests)/|^(proxy|instrumentation|next\\.config)\\.ts$'

const floors = parts.map((part) => ({
  name: `floor-${part}`,
  comment: `${part} may import: ${mayImport[part].join(', ') || 'no other part'}`,
  severity: 'error',
  from: { path: pathOf(part) },
  to: { path: ours, pathNot: [part, ...mayImport[part]].map(pathOf) },
}))

const only = (name, packages, home) => ({
  name: `only-${name}`,
  comment: `${packages} is touched by src/${home} alone`,
  severity: 'error',
  from: { pathNot: [`^src/${home}/`, '^tests/'] },
  to: { path: `(^|/)node_modules/${packages}/` },
})

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...floors,
    {
      name: 'floor-unknown',
      comment: 'a new part of src needs its floor in .dependency-cruiser.cjs',
      severity: 'error',
      from: { path: '^src/', pathNot: parts.map(pathOf) },
      to: {},
    },
    {
      name: 'domain-is-pure',
      comment: 'the domain imports nothing but zod: no I/O, no clock, no library',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: { pathNot: ['^src/domain/', '(^|/)node_modules/zod/', '^zod$'] },
    },
    only('libsql', '@libsql', 'db'),
    only('redis', '(@upstash/redis|ioredis)', 'redis'),
    {
      name: 'client-without-server',
      comment: 'a client component knows the server by its types only; work goes through app/actions',
      severity: 'error',
      from: { path: '\\.client\\.tsx$' },
      to: {
        path: '^(projections/|src/(db|redis|events|commands|auth|backup|io|metrics|cli)/|src/(runtime|config))',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'client-without-node',
      severity: 'error',
      from: { path: '\\.client\\.tsx$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-dev-packages',
      comment: 'the service and its CLI run from a production install',
      severity: 'error',
      from: { path: ours, pathNot: '^tests/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-unlisted-packages',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)\\.next/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
}
