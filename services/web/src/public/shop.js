// What the pages do better with script. Each of them is complete without it; nothing here is needed
// for buying.

const failed = document.body.dataset.failed ?? ''

document.addEventListener('click', event => {
  const target = event.target instanceof Element ? event.target : undefined
  // A button, since the body carries some of these names for its words.
  const of = name => target?.closest(`button[data-${name}], a[data-${name}]`)
  if (of('dismiss')) of('dismiss').closest('.toast').remove()
  else if (of('copy')) copy(of('copy'))
  else if (of('step')) step(of('step'))
  else if (of('pause')) pause(of('pause'))
  else if (of('fill') && !event.metaKey && !event.ctrlKey && !event.shiftKey) {
    event.preventDefault()
    fill(of('fill'))
  }
})

// A second click on the way to the order would send the same form again, which is harmless but
// worries people.
document.addEventListener('submit', event => {
  const button = event.target.querySelector('[data-once]')
  if (button)
    setTimeout(() => {
      button.disabled = true
    })
})
// The page that the back button shows is as it was left.
window.addEventListener('pageshow', () => {
  for (const button of document.querySelectorAll('[data-once]')) button.disabled = false
})

// What asks nothing of anybody goes by itself, unless somebody is at it.
setInterval(() => {
  for (const toast of document.querySelectorAll('.toast:not(:has(a), :hover, :focus-within)')) {
    const age = Number(toast.dataset.age ?? 0) + 1
    toast.dataset.age = String(age)
    if (age > 6) toast.remove()
  }
}, 1000)

// Text that is in a live region from the beginning is not read out; put in once more, it is.
const toasts = document.getElementById('toasts')
if (toasts?.firstElementChild) {
  const first = [...toasts.childNodes]
  toasts.replaceChildren()
  setTimeout(() => toasts.append(...first), 100)
}

// An answer without the asked part is another page, such as the login: it is gone to instead.
document.addEventListener('htmx:before:swap', event => {
  const { ctx } = event.detail
  // The page of a fault holds no toast, and would take away the one that tells of it.
  if (ctx.response.status >= 400 && ctx.swap === 'none') return event.preventDefault()
  const wanted =
    ctx.select?.startsWith('#') && ctx.swap !== 'none' ? ctx.select.slice(1) : undefined
  if (wanted === undefined || ctx.text.includes(`id="${wanted}"`)) return
  event.preventDefault()
  location.assign(ctx.response.raw.url)
})

// A fault takes nothing off the page; its words are shown above it.
document.addEventListener('htmx:response:error', event => {
  const { ctx } = event.detail
  if (ctx.response.status === 422 || ctx.request.method === 'GET') return
  const page = new DOMParser().parseFromString(ctx.text ?? '', 'text/html')
  // The answer brings the form along that was sent: what is wrong stands in it.
  if (ctx.sourceElement.id && page.getElementById(ctx.sourceElement.id)) return
  const words = ['main h1', 'main .lead'].map(part => page.querySelector(part)?.textContent?.trim())
  show(words.filter(Boolean).join('. ') || failed)
})
document.addEventListener('htmx:after:swap', event => {
  const { ctx } = event.detail
  // What was wrong the last time is not any more.
  if (ctx.response?.status < 400) document.querySelector('#buy > .notice.bad')?.remove()
  // Whoever has removed a line stands nowhere: the title is the place to go on from.
  const title = document.querySelector('#cart h1')
  if (!title || document.activeElement !== document.body) return
  title.tabIndex = -1
  title.focus()
})
document.addEventListener('htmx:error', event => {
  if (event.detail.ctx?.request?.method !== 'GET') show(failed)
})
document.addEventListener('htmx:before:request', event => {
  if (event.detail.ctx.sourceElement.dataset.paused !== undefined) event.preventDefault()
})

function show(text) {
  const [toast, words, button, name] = ['div', 'p', 'button', 'span'].map(tag =>
    document.createElement(tag)
  )
  toast.className = 'toast'
  words.textContent = text
  button.className = 'plain'
  button.type = 'button'
  button.dataset.dismiss = ''
  button.textContent = '×'
  name.className = 'hidden'
  name.textContent = document.body.dataset.hide ?? ''
  button.append(name)
  toast.append(words, button)
  toasts?.replaceChildren(toast)
}

/** Puts values into the fields of the form around a button, or that a link stands in. */
function fill(source) {
  const form = source.closest('form')
  const values = Object.entries(JSON.parse(source.dataset.fill))
  for (const [name, value] of values) {
    const field = form?.elements.namedItem(name)
    if (field) field.value = value
  }
  for (const other of source.closest('ul').querySelectorAll('a[data-fill]'))
    other.removeAttribute('aria-current')
  if (source.matches('a')) source.setAttribute('aria-current', 'true')
  if (values.every(([, value]) => value === '')) form?.elements.namedItem(values[0][0])?.focus()
}

function step(button) {
  const input = button.closest('.stepper').querySelector('input[type="number"]')
  if (Number(button.dataset.step) > 0) input.stepUp()
  else input.stepDown()
}

function pause(button) {
  const isPaused = button.getAttribute('aria-pressed') !== 'true'
  button.setAttribute('aria-pressed', String(isPaused))
  document.getElementById(button.dataset.pause)?.toggleAttribute('data-paused', isPaused)
}

async function copy(button) {
  const text = document.getElementById(button.dataset.copy)?.textContent ?? ''
  await navigator.clipboard?.writeText(text)
  show(button.dataset.copied)
}
