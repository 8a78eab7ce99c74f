import { readFault, type Fault } from '../proxy/fault.ts'
import { Failure } from '../runtime/failure.ts'
import type { Faults } from './faults.ts'
import { fieldsOf, textIn } from './fields.ts'
import type { Route } from './routes.ts'

/** What puts a fault between an instance and its callers, and takes it away. */
export function createFaultRoutes(faults: Faults): readonly Route[] {
  return [
    {
      method: 'POST',
      path: '/fault',
      handle: async body => {
        const { instance, fault } = fieldsOf(body)
        await faults.set(textIn(instance), faultIn(fault))
      }
    },
    {
      method: 'POST',
      path: '/heal',
      handle: async body => {
        const { instance } = fieldsOf(body)
        return { healed: await faults.heal(instance === undefined ? undefined : textIn(instance)) }
      }
    }
  ]
}

function faultIn(value: unknown): Fault {
  try {
    return readFault(value)
  } catch (error) {
    throw new Failure(`${(error as Error).message}.`, { cause: error })
  }
}
