import { Failure } from '../runtime/failure.ts'
import { portOwner } from '../runtime/port-owner.ts'
import { isAnswered, whyNotFree } from '../runtime/ports.ts'

/**
 * Throws a `Failure` when nothing of ours could listen on `port`. `use` says what it is for, where
 * that is not plain, and `option` how to choose another.
 */
export async function refusePort(
  port: number,
  { use = '', option }: { readonly use?: string; readonly option: string }
): Promise<void> {
  const reason = await whyNotFree(port)
  if (reason === undefined && !(await isAnswered(port))) return
  if (reason === 'EACCES') {
    throw new Failure(
      `Port ${port}${use} is not for this user: choose one from 1024 on with ${option}.`
    )
  }
  const owner = portOwner(port)
  throw new Failure(
    `Port ${port}${use} is taken${owner === undefined ? '' : ` by ${owner}`}: ` +
      `stop what listens there, or choose another port with ${option}.`
  )
}
