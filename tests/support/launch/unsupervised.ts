import { spawn } from 'node:child_process'

// The mutant: forwards signals like a supervisor, but watches no launcher.
const child = spawn(process.execPath, ['tests/support/launch/server.cjs'], { stdio: 'inherit' })
process.on('SIGTERM', () => child.kill('SIGTERM'))
child.on('exit', () => process.exit(0))
