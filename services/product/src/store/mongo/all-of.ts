/**
 * What all of them give. Unlike `Promise.all` it waits for the others when one has failed: nobody who tidies
 * up after that is surprised by a command that is still on its way.
 */
export async function allOf<Result>(given: readonly Promise<Result>[]): Promise<readonly Result[]> {
  const settled = await Promise.allSettled(given)
  return settled.map(result => {
    if (result.status === 'rejected') throw result.reason
    return result.value
  })
}
