/** A form as a browser would send it when nothing is changed. */
export type Form = {
  readonly action: string
  readonly fields: Readonly<Record<string, string>>
}

const lengthMax = 2_000_000

/**
 * The first form whose action begins with `action` and that has something to press, or nothing. For pages
 * of our own shop, not for any HTML.
 */
export function findForm(html: string, action: string): Form | undefined {
  const forms = html.slice(0, lengthMax).matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)
  for (const [, head = '', body = ''] of forms) {
    const target = attributesOf(head)['action']
    if (target?.startsWith(action) === true && canBeSent(body)) {
      return { action: target, fields: fieldsOf(body) }
    }
  }
  return undefined
}

/** The addresses of links that begin with `prefix`, each once. */
export function findLinks(html: string, prefix: string): readonly string[] {
  const links = html.slice(0, lengthMax).matchAll(/<a\b([^>]*)>/g)
  const addresses = [...links].flatMap(([, head = '']) => attributesOf(head)['href'] ?? [])
  return [...new Set(addresses.filter(address => address.startsWith(prefix)))]
}

/** The form of what has sold out has no button. */
function canBeSent(body: string): boolean {
  return [...body.matchAll(/<button\b([^>]*)>/g)].some(([, head = '']) => {
    const { type = 'submit', ...others } = attributesOf(head)
    return type === 'submit' && !('disabled' in others)
  })
}

function fieldsOf(body: string): Readonly<Record<string, string>> {
  const inputs = [...body.matchAll(/<input\b([^>]*)>/g)].flatMap(([, head = '']) => inputOf(head))
  const selects = [...body.matchAll(/<select\b([^>]*)>(.*?)<\/select>/gs)].flatMap(
    ([, head = '', options = '']) => selectOf(head, options)
  )
  // Of radio buttons with one name the first counts, unless another one is checked.
  return Object.fromEntries([...inputs.toReversed(), ...selects])
}

function inputOf(head: string): readonly (readonly [string, string])[] {
  const { name, value = '', type = 'text', ...others } = attributesOf(head)
  const isOut =
    'disabled' in others || type === 'submit' || (type === 'checkbox' && !('checked' in others))
  return name === undefined || isOut ? [] : [[name, value]]
}

function selectOf(head: string, options: string): readonly (readonly [string, string])[] {
  const { name } = attributesOf(head)
  const choices = [...options.matchAll(/<option\b([^>]*)>/g)]
    .map(([, text = '']) => attributesOf(text))
    .filter(option => !('disabled' in option))
  const chosen = choices.find(option => 'selected' in option) ?? choices[0]
  return name === undefined || chosen === undefined ? [] : [[name, chosen['value'] ?? '']]
}

function attributesOf(head: string): Readonly<Record<string, string>> {
  const found = head.matchAll(/([a-zA-Z-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g)
  return Object.fromEntries(
    [...found].map(([, name = '', double, single, bare]) => [
      name.toLowerCase(),
      unescape(double ?? single ?? bare ?? '')
    ])
  )
}

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&#x27;': "'",
  '&#x2F;': '/'
}

function unescape(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|#39|#x27|#x2F);/g, entity => entities[entity] ?? entity)
}
