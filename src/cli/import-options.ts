import type { OutputOptions } from './output'

/** What `import` is given beside the file. */
export interface ImportCliOptions extends OutputOptions {
  readonly format: 'servicenow' | 'xes'
  /** The mapping's file, for XES alone. */
  readonly map?: string
  readonly dryRun?: boolean
}
