// Stands for the server: a process with a worker of its own; says when both are there.
const { spawn } = require('node:child_process')
const worker = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
worker.on('spawn', () => process.stdout.write('ready\n'))
setInterval(() => {}, 1000)
