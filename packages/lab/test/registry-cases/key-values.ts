import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventually, newName, type RegistryClient } from './registry-client.ts'

type Entry = {
  readonly Key: string
  readonly Value: string | null
  readonly Flags: number
  readonly CreateIndex: number
  readonly ModifyIndex: number
}

export function keyValues({ ask, get, put, done }: RegistryClient): void {
  const entry = async (key: string): Promise<Entry | undefined> => {
    const answer = await get(`/v1/kv/${key}`)
    return answer.status === 404 ? undefined : (answer.json() as readonly Entry[])[0]
  }
  const isSet = async (path: string, value: string): Promise<boolean> =>
    (await done(`/v1/kv/${path}`, value)).json() as boolean
  const isDeleted = async (path: string): Promise<boolean> =>
    (await ask('DELETE', `/v1/kv/${path}`)).json() as boolean

  test('keeps bytes as they are, with flags', async () => {
    const key = newName('key')
    const value = Buffer.from([0, 255, 10, 195])
    await done(`/v1/kv/${key}?flags=42`, value)
    const found = await entry(key)
    assert.equal(found?.Key, key)
    assert.equal(found.Flags, 42)
    assert.deepEqual(Buffer.from(found.Value ?? '', 'base64'), value)
    assert.equal(found.CreateIndex, found.ModifyIndex)
    await done(`/v1/kv/${key}`, '')
    assert.equal((await entry(key))?.Value, null)
  })

  test('tells a value alone, in a way that no browser runs', async () => {
    const key = newName('key')
    await done(`/v1/kv/${key}`, '<script>')
    const raw = await get(`/v1/kv/${key}?raw`)
    assert.equal(raw.text, '<script>')
    assert.equal(raw.headers['content-type'], 'text/plain')
    assert.equal(raw.headers['x-content-type-options'], 'nosniff')
    assert.equal(raw.headers['content-security-policy'], 'sandbox')
  })

  test('knows keys by their decoded names', async () => {
    const key = newName('key')
    await done(`/v1/kv/${key}%2Fa%20b%C3%A4`, 'x')
    assert.equal((await entry(`${key}/a%20b%C3%A4`))?.Key, `${key}/a bä`)
  })

  test('answers 404 with an index for a key that is not there', async () => {
    const answer = await get(`/v1/kv/${newName('no')}`)
    assert.equal(answer.status, 404)
    assert.ok(answer.index >= 1)
  })

  test('raises no index when a value is set as it is', async () => {
    const key = newName('key')
    await done(`/v1/kv/${key}`, 'same')
    const before = await entry(key)
    await done(`/v1/kv/${key}`, 'same')
    assert.deepEqual(await entry(key), before)
    await done(`/v1/kv/${key}`, 'other')
    const after = await entry(key)
    assert.ok((after?.ModifyIndex ?? 0) > (before?.ModifyIndex ?? 0))
    assert.equal(after?.CreateIndex, before?.CreateIndex)
  })

  test('sets by compare: 0 only what is new, an index only what was last changed there', async () => {
    const key = newName('key')
    assert.equal(await isSet(`${key}?cas=1`, 'a'), false)
    assert.equal(await isSet(`${key}?cas=0`, 'a'), true)
    assert.equal(await isSet(`${key}?cas=0`, 'b'), false)
    const { ModifyIndex = 0 } = (await entry(key)) ?? {}
    assert.equal(await isSet(`${key}?cas=${ModifyIndex}`, 'b'), true)
    assert.equal(await isSet(`${key}?cas=${ModifyIndex}`, 'c'), false)
    assert.equal((await get(`/v1/kv/${key}?raw`)).text, 'b')
  })

  test('lets one of many win that compare with the same index', async () => {
    const key = newName('key')
    await done(`/v1/kv/${key}`, 'start')
    const { ModifyIndex = 0 } = (await entry(key)) ?? {}
    const names = Array.from({ length: 12 }, (_, each) => `writer-${each}`)
    const won = await Promise.all(names.map(async name => isSet(`${key}?cas=${ModifyIndex}`, name)))
    assert.equal(won.filter(Boolean).length, 1)
    assert.equal((await get(`/v1/kv/${key}?raw`)).text, names[won.indexOf(true)])
  })

  test('counts exactly when everybody compares and repeats', async () => {
    const key = newName('key')
    await done(`/v1/kv/${key}`, '0')
    const addOne = async (): Promise<void> => {
      for (;;) {
        const { ModifyIndex = 0, Value = null } = (await entry(key)) ?? {}
        const count = Number(Buffer.from(Value ?? '', 'base64').toString())
        if (await isSet(`${key}?cas=${ModifyIndex}`, String(count + 1))) return
      }
    }
    await Promise.all(Array.from({ length: 10 }, addOne))
    assert.equal((await get(`/v1/kv/${key}?raw`)).text, '10')
  })

  test('deletes by compare, a key or a tree', async () => {
    const key = newName('key')
    for (const each of ['a', 'b/c', 'b/d']) await done(`/v1/kv/${key}/${each}`, each)
    assert.equal(await isDeleted(`${key}/a?cas=1`), false)
    const { ModifyIndex = 0 } = (await entry(`${key}/a`)) ?? {}
    assert.equal(await isDeleted(`${key}/a?cas=${ModifyIndex}`), true)
    assert.equal(await entry(`${key}/a`), undefined)
    assert.equal(await isDeleted(`${key}/a?cas=1`), true)
    assert.equal(await isDeleted(`${key}/a`), true)
    assert.equal(await isDeleted(`${key}/b?recurse`), true)
    assert.equal((await get(`/v1/kv/${key}?recurse`)).status, 404)
  })

  test('lists what is below a prefix in order, as entries or keys, cut at a separator', async () => {
    const key = newName('key')
    for (const each of ['b', 'a/2', 'a/1', 'c/x/y']) await done(`/v1/kv/${key}/${each}`, each)
    const entries = (await get(`/v1/kv/${key}/?recurse`)).json() as readonly Entry[]
    const keys = (await get(`/v1/kv/${key}/?keys`)).json()
    assert.deepEqual(
      entries.map(({ Key }) => Key),
      ['a/1', 'a/2', 'b', 'c/x/y'].map(each => `${key}/${each}`)
    )
    assert.deepEqual(
      keys,
      entries.map(({ Key }) => Key)
    )
    const cut = (await get(`/v1/kv/${key}/?keys&separator=/`)).json()
    assert.deepEqual(cut, [`${key}/a/`, `${key}/b`, `${key}/c/`])
    assert.equal((await get(`/v1/kv/no-${key}?keys`)).status, 404)
  })

  test('wakes who waits for a key when it comes, changes or goes', async () => {
    const key = newName('key')
    const before = await get(`/v1/kv/${key}`)
    const coming = eventually(
      async () => get(`/v1/kv/${key}?index=${before.index}&wait=60s`),
      ({ status }) => status === 200
    )
    await done(`/v1/kv/${key}`, 'one')
    const come = await coming
    const changing = get(`/v1/kv/${key}?index=${come.index}&wait=60s&raw`)
    await done(`/v1/kv/${key}`, 'two')
    const changed = await changing
    assert.equal(changed.text, 'two')
    assert.ok(changed.index > come.index)
    const going = get(`/v1/kv/${key}?index=${changed.index}&wait=60s`)
    await ask('DELETE', `/v1/kv/${key}`)
    const gone = await going
    assert.equal(gone.status, 404)
    assert.ok(gone.index > changed.index)
  })

  test('does not wake who waits for a key when another changes', async () => {
    const key = newName('key')
    await done(`/v1/kv/${key}`, 'one')
    const { index } = await get(`/v1/kv/${key}`)
    const startedAt = performance.now()
    const waiting = get(`/v1/kv/${key}?index=${index}&wait=600ms`)
    await done(`/v1/kv/other-${key}`, 'x')
    assert.equal((await waiting).index, index)
    assert.ok(performance.now() - startedAt >= 590)
  })

  test('wakes who waits for a prefix at every change below it, deletions too', async () => {
    const key = newName('key')
    await done(`/v1/kv/${key}/a`, 'x')
    await done(`/v1/kv/${key}/b`, 'x')
    let { index } = await get(`/v1/kv/${key}/?recurse`)
    const steps = [
      async () => put(`/v1/kv/${key}/c`, 'x'),
      async () => put(`/v1/kv/${key}/a`, 'y'),
      async () => ask('DELETE', `/v1/kv/${key}/b`)
    ]
    for (const step of steps) {
      const waiting = get(`/v1/kv/${key}/?recurse&index=${index}&wait=60s`)
      await step()
      const woken = await waiting
      assert.ok(woken.index > index)
      index = woken.index
    }
  })
}
