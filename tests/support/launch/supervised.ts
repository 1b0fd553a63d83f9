import { createSupervisor } from '../../../src/cli/serve/supervisor'

// What serve.ts is to the real server, without anything else that takes time.
const supervisor = createSupervisor(() => process.exit(0), 2000)
process.exitCode = await supervisor.start(process.execPath, ['tests/support/launch/server.cjs']).ended
