import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { experiments } from '../../src/experiment/experiments.ts'
import { junitXml } from '../../src/experiment/junit.ts'
import { environmentWithout, mechanisms } from '../../src/experiment/mechanisms.ts'
import { experimentCommand } from '../../src/experiment/command.ts'
import { readOptions } from '../../src/experiment/options.ts'
import { pairs } from '../../src/experiment/pairs.ts'
import { programsOf } from '../../src/experiment/parts.ts'
import { whyNot } from '../../src/experiment/refuse.ts'

test('every experiment has a name of its own and something that can fail', () => {
  const names = experiments.map(({ name }) => name)
  assert.equal(new Set(names).size, names.length)
  for (const { name, limits, question } of experiments) {
    assert.ok(limits.length > 0, name)
    assert.ok(question.endsWith('?'), name)
  }
})

test('every experiment is in a pair', () => {
  const told = pairs.map(({ experiment }) => experiment)
  assert.deepEqual(told.toSorted(), experiments.map(({ name }) => name).toSorted())
})

test('every pair names what must be missed, by a measure that its experiment has a limit on', () => {
  for (const { experiment: name, misses } of pairs) {
    const { limits = [] } = experiments.find(each => each.name === name) ?? {}
    assert.ok(
      limits.some(({ measure }) => measure === misses),
      `${name}: ${misses}`
    )
    // How many are registered at the end is no question of any mechanism here.
    assert.notEqual(misses, 'registered', name)
  }
})

test('all pairs, quick, fit into 13 minutes with eight seconds for each start and end', () => {
  const startSeconds = 8
  const seconds = pairs.map(({ experiment: name }) => {
    const phases = experiments.find(each => each.name === name)?.seconds
    assert.ok(phases, name)
    return startSeconds + phases.calm[1] + phases.fault[1] + phases.after[1]
  })
  assert.ok(2 * seconds.reduce((a, b) => a + b, 0) <= 13 * 60)
})

test('steps and limits name instances and services that run', () => {
  for (const { name, shape, steps, limits } of experiments) {
    const services = programsOf(shape).map(({ service }) => service)
    const runs = (instance: string): boolean => {
      const [, service = instance, number = '1'] = /^(.+)-(\d+)$/.exec(instance) ?? []
      return services.includes(service) && Number(number) <= (shape.instances[service] ?? 1)
    }
    const acts = steps.flatMap(({ act }) =>
      act.kind === 'rounds' ? act.acts.map(each => each.act) : [act]
    )
    for (const act of acts) {
      if ('instance' in act) assert.ok(runs(act.instance), `${name}: ${act.instance}`)
      if ('service' in act) assert.ok(services.includes(act.service), `${name}: ${act.service}`)
      if ('services' in act) assert.ok(act.services.every(runs), name)
    }
    for (const limit of limits) {
      if ('instance' in limit) assert.ok(runs(limit.instance), `${name}: ${limit.instance}`)
    }
  }
})

test('a layer is left out by what the client stack reads, the rest by what reads it', () => {
  assert.deepEqual(environmentWithout('retry'), { CLIENT_WITHOUT: 'retry' })
  assert.deepEqual(environmentWithout('admission'), { STAND_IN_WITHOUT_ADMISSION: '1' })
  assert.deepEqual(environmentWithout('drain'), {})
  assert.deepEqual(environmentWithout(undefined), {})
})

test('reads what is asked for, and refuses the rest with exit code 2', () => {
  const read = readOptions(['kill', 'stop', '--quick', '--without', 'retry', '--junit', 'a.xml'])
  assert.deepEqual(
    read.chosen.map(({ name }) => name),
    ['kill', 'stop']
  )
  assert.equal(read.without, 'retry')
  assert.equal(read.loadPercent, 100)
  assert.equal(readOptions(['--all', '--load', '30']).loadPercent, 30)
  assert.equal(readOptions(['--all']).chosen.length, experiments.length)
  assert.equal(readOptions(['--pairs', 'kill']).chosen.length, 1)
  for (const argv of [
    [],
    ['nothing'],
    ['kill', '--without', 'luck'],
    ['kill', '--target', 'moon'],
    ['--pairs', '--without', mechanisms[0]],
    ['kill', '--load', '0'],
    ['kill', '--fast']
  ]) {
    assert.throws(() => readOptions(argv), { name: 'Failure', exitCode: 2 })
  }
})

test('says why an experiment cannot be carried out', () => {
  const possible = (where: Partial<Parameters<typeof whyNot>[1]>) => {
    const told = { target: 'lab', without: undefined, env: {}, ...where } as const
    return experiments.filter(each => whyNot(each, told) === undefined).map(({ name }) => name)
  }
  const all = experiments.map(({ name }) => name)
  assert.deepEqual(possible({}), all)
  const own = { CONSUL_HTTP_ADDR: '127.0.0.1:8500' }
  const others = all.filter(name => name !== 'registry-down' && name !== 'registry-empty')
  assert.deepEqual(possible({ env: own }), others)
  const withPages = ['kill-pages', 'stop-pages', 'rolling-shop']
  assert.deepEqual(possible({ target: 'compose' }), withPages)
  assert.deepEqual(possible({ target: 'compose', without: 'drain' }), withPages)
  assert.deepEqual(possible({ target: 'compose', without: 'retry' }), [])
  assert.deepEqual(possible({ target: 'lab', without: 'retry' }), all)
})

test('writes JUnit XML that a parser takes, whatever a message holds', () => {
  const xml = junitXml([
    { name: 'a', seconds: 1, outcome: { kind: 'passed' } },
    {
      name: '<b>',
      seconds: 2,
      outcome: { kind: 'failed', message: 'x < "1" & \u0007\ud800\uffff' }
    },
    { name: 'c', seconds: 0, outcome: { kind: 'skipped', message: 'cannot' } }
  ])
  assert.match(xml, /<testsuites tests="3" failures="1" skipped="1" time="3.000">/)
  assert.match(xml, /name="&lt;b&gt;".*\n +<failure message="x &lt; &quot;1&quot; &amp; ">/)
  assert.match(xml, /<skipped message="cannot"\/>/)
})

test('refuses a JUnit file that cannot be written before anything is begun', async () => {
  const junit = '/no/such/folder/a.xml'
  const message = `--junit: ${junit} cannot be written.`
  await assert.rejects(experimentCommand(['kill', '--junit', junit]), { exitCode: 2, message })
})

test('lists the experiments for programs, and nothing beside them', () => {
  const entry = join(import.meta.dirname, '../../src/experiment.ts')
  const args = [entry, '--list', '--json', 'kill', 'rolling-shop']
  const { stdout, status } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  assert.equal(status, 0)
  const listed = JSON.parse(stdout) as readonly { readonly name: string; readonly shows: unknown }[]
  assert.deepEqual(
    listed.map(({ name, shows }) => [name, shows]),
    [
      ['kill', 'retry'],
      ['rolling-shop', 'drain']
    ]
  )
})
