import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fillCarts } from '../support/background.ts'
import { linesOf } from '../support/container-logs.ts'
import { systemUnderTest } from '../support/system.ts'
import { targetUnderTest } from '../support/target.ts'
import { until } from '../support/until.ts'

// docker compose up -d --scale cart=4 --no-recreate, and back, as in the talk.

const isCompose = systemUnderTest().target === 'compose'
const options = { skip: !isCompose && 'only the compose system is scaled by docker' }

test('two more carts take traffic, and no form is lost when they go', options, async t => {
  const target = targetUnderTest()
  const before = await target.instances('cart')
  t.after(() => target.scale('cart', before.length))
  const forms = fillCarts(t)
  await target.scale('cart', before.length + 2)
  const added = (await target.instances('cart')).filter(id => !before.includes(id))
  assert.equal(added.length, 2)
  for (const id of added) {
    await until(async () =>
      (await linesOf('cart')).find(
        ({ instance, msg }) => msg === 'served' && instance?.startsWith(`cart-${id.slice(0, 12)}`)
      )
    )
  }
  await target.scale('cart', before.length)
  assert.deepEqual([...(await target.instances('cart'))].sort(), [...before].sort())
  assert.ok((await forms.end()) > 0)
})
