const passed = new Set(['shop', 'user', 'status', 'images', 'assets'])
const pathLengthMax = 1_024

/**
 * Whether a request target may go to web: `/`, `/shop`, `/user`, `/status`, `/images`, `/assets`
 * and what is below them. Everything else is not there. A target that another reader could
 * understand differently (dot segments, empty segments, encoded slashes, a second encoding, bytes
 * that are no ASCII) is refused instead of being cleaned: a shopper never sends one.
 */
export function isPassedPath(target: string): boolean {
  const [path = ''] = target.split('?', 1)
  const decoded = path.length > pathLengthMax ? undefined : decode(path)
  if (decoded === undefined || !decoded.startsWith('/')) return false
  if (decoded === '/') return true
  const segments = decoded.slice(1).split('/')
  const isPlain = segments.every(
    (segment, index) => isPlainSegment(segment) || (segment === '' && index === segments.length - 1)
  )
  return isPlain && passed.has(segments[0] ?? '')
}

function isPlainSegment(segment: string): boolean {
  return segment !== '' && segment !== '.' && segment !== '..'
}

/** The path as a router reads it, or nothing when it can be read in two ways. */
function decode(path: string): string | undefined {
  if (/[^\x21-\x7e]|[\\;#]|%(2f|5c|25|2e|23|3b|3f)/i.test(path)) return undefined
  try {
    const decoded = decodeURIComponent(path)
    return hasControl(decoded) ? undefined : decoded
  } catch {
    return undefined
  }
}

function hasControl(text: string): boolean {
  return text.split('').some(character => character < ' ' || character === '\u007f')
}
