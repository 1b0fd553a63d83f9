// Stands for npx, and for pnpm below it: starts the next link and, like them, forwards no SIGTERM.
const { spawn } = require('node:child_process')
const [command] = process.argv.slice(2)
spawn('sh', ['-c', `${command}; exit $?`], { stdio: 'inherit' }).on('exit', (code) => process.exit(code ?? 1))
