import type { Command } from 'commander'
import { addAuditExport } from './audit-export'
import { addAuditTimeline } from './audit-timeline'

/** Adds the group `audit` with what searches the log. */
export function addAuditCommands(program: Command): void {
  const audit = program.command('audit').description('la auditoría: buscar en el registro y exportarlo')
  addAuditTimeline(audit)
  addAuditExport(audit)
}
