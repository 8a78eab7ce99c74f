/**
 * What is said to a Node that cannot even run what fetches a newer one, or nothing. Node 12 must be
 * able to read this file: it is the first that is loaded.
 */
export function tooOld(version) {
  if (Number(version.split('.')[0]) >= 18) return undefined
  return (
    `Node ${version} is too old even to fetch a newer one: install Node 20 or newer, ` +
    'then run the command again.'
  )
}
