/** A mistake that is told in one sentence which says what to do. Anything else that is thrown is our bug. */
export class Failure extends Error {}

/** What the person reads: a sentence for what we know, a stack trace for what we do not. */
export function sentenceOf(error) {
  if (error instanceof Failure) return error.message
  return sentenceOfSystemError(error) || (error && error.stack) || String(error)
}

function sentenceOfSystemError(error) {
  const place = (error && (error.path || error.dest)) || 'the checkout'
  switch (error && error.code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return (
        `The disk is full: ${place} could not be written. ` +
        'Free some space, then run the command again.'
      )
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return (
        `${place} cannot be written: ` +
        "make the checkout's folder writable for this user, then run the command again."
      )
    default:
      return undefined
  }
}
