import { createClient } from '@libsql/client'
const c = createClient({ url: 'file:/var/tmp/mesas/mesa-100000.db' })
for (const sql of ["SELECT rol, activo, count(*), min(id), max(id) FROM usuarios GROUP BY 1,2", 'SELECT usuario_id, count(*) n FROM tickets GROUP BY 1 ORDER BY 2 DESC LIMIT 3', 'SELECT asignado_a, count(*) FROM tickets GROUP BY 1 ORDER BY 2 DESC LIMIT 3', 'SELECT estado, count(*) FROM tickets GROUP BY 1', 'SELECT name, count(*) FROM sqlite_master', 'SELECT max(id) FROM interacciones', 'SELECT * FROM checkpoints'])
  console.log(sql, JSON.stringify((await c.execute(sql)).rows))
