import { programs as shopPrograms, type Program } from '../runtime/programs.ts'
import type { Shape } from './model.ts'

const caller: Program = {
  service: 'caller',
  entry: 'packages/lab/src/caller/main.ts',
  kind: 'backing',
  instancesMax: 1,
  needs: ['registry', 'tokens', 'control']
}
const standIn: Program = {
  service: 'stand-in',
  entry: 'packages/lab/src/stand-in/main.ts',
  kind: 'service',
  instancesMax: 20,
  needs: ['registry', 'tokens']
}

/** The programs of a shape: a part of the shop and who calls it, or all of the shop. */
export function programsOf({ parts }: Pick<Shape, 'parts'>): readonly Program[] {
  switch (parts) {
    case 'shop':
      return [...shopPrograms, caller]
    case 'cart':
      return [...some('product', 'cart', 'registry', 'proxy'), caller]
    case 'product':
      return [...some('product', 'registry', 'proxy'), caller]
    case 'stand-in':
      return [standIn, ...some('registry', 'proxy'), caller]
    case 'caller':
      return [...some('registry'), caller]
    default:
      return parts satisfies never
  }
}

/** Without traces and logs: nobody of the part takes them. */
function some(...services: readonly string[]): readonly Program[] {
  return shopPrograms
    .filter(({ service }) => services.includes(service))
    .map(program => ({
      ...program,
      needs: program.needs.filter(need => need !== 'traces' && need !== 'logs')
    }))
}
