import { createClient, type InValue, LibsqlError } from '@libsql/client'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { classifyFailure, remoteFailure } from '@/db/errors'
import { AUTH_TOKEN, failure, type HranaFixture, openHrana } from '../../support/hrana/fixture'

let hrana: HranaFixture
beforeEach(async () => {
  hrana = await openHrana()
})
afterEach(async () => await hrana.close())

const insert = (a: string, b: InValue = null) => ({ sql: 'INSERT INTO t (a, b) VALUES (?, ?)', args: [a, b] })

describe('an interactive transaction', () => {
  test('commits, and is seen only then', async () => {
    const transaction = await hrana.client.transaction('write')
    await transaction.execute(insert('a'))
    expect(await hrana.count()).toBe(0n)
    await transaction.batch([insert('b')])
    await transaction.commit()
    expect(await hrana.count()).toBe(2n)
  })

  test('rolls back', async () => {
    const transaction = await hrana.client.transaction('write')
    await transaction.execute(insert('a'))
    await transaction.rollback()
    expect(await hrana.count()).toBe(0n)
  })

  test('makes other writers wait, and they go on when it ends', async () => {
    const transaction = await hrana.client.transaction('write')
    await transaction.execute(insert('a'))
    const other = hrana.client.batch([insert('b')], 'write')
    await transaction.commit()
    await other
    expect(await hrana.count()).toBe(2n)
  })

  test('that does not end makes them give up: the database is busy', async () => {
    const transaction = await hrana.client.transaction('write')
    await transaction.execute(insert('a'))
    const { client } = await hrana.another({ patience: 20 })
    const error = await failure(client.batch([insert('b')], 'write'))
    expect(error).toMatchObject({ code: 'SQLITE_BUSY' })
    expect(classifyFailure(remoteFailure(error))).toBe('ocupado')
    await transaction.rollback()
    await hrana.client.batch([insert('c')], 'write')
    expect(await hrana.count()).toBe(1n)
  })

  test('is cut off when it lasts too long, and rolled back', async () => {
    const transaction = await hrana.client.transaction('write')
    await transaction.execute(insert('a'))
    hrana.server.expireStreams()
    const error = await failure(transaction.execute(insert('b')))
    expect(error).toMatchObject({ code: 'STREAM_EXPIRED' })
    expect(classifyFailure(remoteFailure(error))).toBe('incierto')
    await hrana.client.batch([insert('c')], 'write')
    expect(await hrana.count()).toBe(1n)
  })
})

describe('a stream', () => {
  test('lasts as long as its lifetime', async () => {
    const { client } = await hrana.another({ lifetime: 20 })
    const transaction = await client.transaction('write')
    await transaction.execute(insert('a'))
    // The lock is free again when the stream has been cut off: the other server's writer need not wait for long.
    await hrana.client.batch([insert('b')], 'write')
    expect(await failure(transaction.commit())).toMatchObject({ code: 'STREAM_EXPIRED' })
    expect(await hrana.count()).toBe(1n)
  })

  test('keeps SQL texts under their ids', async () => {
    const first = await hrana.pipeline([
      { type: 'store_sql', sql_id: 5, sql: 'SELECT 11 AS once' },
      { type: 'execute', stmt: { sql_id: 5 } },
    ])
    const second = await hrana.pipeline(
      [
        { type: 'execute', stmt: { sql_id: 5 } },
        { type: 'close_sql', sql_id: 5 },
        { type: 'get_autocommit' },
      ],
      first.baton,
    )
    const rows = { response: { result: { rows: [[{ type: 'integer', value: '11' }]] } } }
    expect([first.results[1], second.results[0]]).toMatchObject([rows, rows])
    expect(second.results[2]).toMatchObject({ response: { is_autocommit: true } })
    const gone = await hrana.post('/v3/pipeline', {
      baton: second.baton,
      requests: [{ type: 'execute', stmt: { sql_id: 5 } }],
    })
    expect(gone.status).toBe(400)
  })

  test('takes each baton once, and none that it did not give', async () => {
    const { baton } = await hrana.pipeline([{ type: 'get_autocommit' }])
    const next = await hrana.pipeline([{ type: 'get_autocommit' }], baton)
    for (const wrong of [baton, `${next.baton ?? ''}x`, 'a.b.c', ''])
      expect((await hrana.post('/v3/pipeline', { baton: wrong, requests: [] })).status, String(wrong)).toBe(
        400,
      )
    expect((await hrana.pipeline([{ type: 'close' }], next.baton)).baton).toBeNull()
  })

  test('runs a sequence, and what it describes', async () => {
    await hrana.client.executeMultiple(`BEGIN IMMEDIATE;
      CREATE TABLE u (x); CREATE TRIGGER g AFTER INSERT ON u BEGIN INSERT INTO t (a) VALUES ('; g'); END;
      INSERT INTO u VALUES (1); COMMIT;`)
    expect(await hrana.count()).toBe(1n)
    const broken = "BEGIN IMMEDIATE; INSERT INTO u VALUES (2); INSERT INTO t (a) VALUES ('; g'); COMMIT;"
    expect(await failure(hrana.client.executeMultiple(broken))).toMatchObject({ code: 'SQLITE_CONSTRAINT' })
    await hrana.client.batch([insert('b')], 'write')
    expect(await hrana.count()).toBe(2n)
    const { results } = await hrana.pipeline([
      { type: 'describe', sql: 'SELECT id FROM t' },
      { type: 'close' },
    ])
    expect(results[0]).toMatchObject({
      response: { result: { cols: [{ name: 'id', decltype: 'INTEGER' }], is_readonly: true } },
    })
  })
})

describe('the server', () => {
  test('asks for its token', async () => {
    for (const token of ['', 'otra', `${AUTH_TOKEN}x`])
      expect((await hrana.post('/v2/pipeline', { requests: [] }, token)).status).toBe(401)
    const stranger = createClient({ url: hrana.server.url, authToken: 'otra' })
    expect(await failure(stranger.execute('SELECT 1'))).toBeInstanceOf(LibsqlError)
    stranger.close()
  })

  test('speaks versions 2 and 3 in JSON, not protobuf, and refuses what it does not understand', async () => {
    const status = async (path: string) => (await fetch(`${hrana.server.url}${path}`)).status
    expect([await status('/v2'), await status('/v3'), await status('/v3-protobuf')]).toEqual([200, 200, 404])
    expect((await hrana.pipeline([{ type: 'close' }], null, '/v2/pipeline')).results).toHaveLength(1)
    const lone = { type: 'execute', stmt: { sql: 'SELECT ?', args: [{ type: 'text', value: '\ud800' }] } }
    for (const requests of [[{ type: 'unknown' }], 'nothing', [lone], [{ type: 'execute', stmt: {} }]])
      expect((await hrana.post('/v2/pipeline', { requests })).status).toBe(400)
  })
})
