import { html, type Html } from '@microzon/shared/html'
import { icon } from './icons.ts'
import type { FormState } from './models.ts'
import type { Words } from './words/index.ts'

export type Field = {
  readonly name: string
  readonly label: string
  readonly type?: 'text' | 'email' | 'password'
  /** A token of the HTML standard, so that browsers can fill it in. */
  readonly autocomplete: string
  readonly maxLength?: number
  readonly hint?: string
  readonly inputMode?: 'numeric'
  /** Cards and passwords are never shown again. */
  readonly isSecret?: boolean
  readonly placeholder?: string
}

/** A labelled field with its hint and what is wrong with it. */
export function field(form: FormState, options: Field): Html {
  const { name, label, type = 'text', autocomplete, maxLength, inputMode, placeholder } = options
  const value = options.isSecret ? '' : (form.values[name] ?? '')
  return html`<div class="field">
    <label for="${idOf(name)}">${label}</label>
    <input
      id="${idOf(name)}"
      name="${name}"
      type="${type}"
      value="${value}"
      autocomplete="${autocomplete}"
      required
      ${maxLength !== undefined && html`maxlength="${maxLength}"`}
      ${inputMode !== undefined && html`inputmode="${inputMode}"`}
      ${placeholder !== undefined && html`placeholder="${placeholder}"`}
      ${described(form, options)}
    />
    ${notes(form, options)}
  </div>`
}

/** The same for a choice out of a list; `options` are value and text. */
export function select(
  form: FormState,
  field: Pick<Field, 'name' | 'label' | 'autocomplete'>,
  choices: readonly (readonly [string, string])[]
): Html {
  const { name, label, autocomplete } = field
  const chosen = form.values[name] ?? ''
  return html`<div class="field">
    <label for="${idOf(name)}">${label}</label>
    <select
      id="${idOf(name)}"
      name="${name}"
      autocomplete="${autocomplete}"
      required
      ${described(form, field)}
    >
      ${choices.map(
        ([value, text]) =>
          html`<option value="${value}" ${value === chosen && html`selected`}>${text}</option>`
      )}
    </select>
    ${notes(form, field)}
  </div>`
}

/** What is wrong with a form, on top of it, with a link to each field; nothing when all is well. */
export function problems(
  form: FormState,
  { words, labels }: { readonly words: Words; readonly labels: Readonly<Record<string, string>> }
): Html | false {
  const errors = Object.entries(form.errors)
  if (errors.length === 0 && form.message === undefined) return false
  return alarm(
    form.message ?? words.forms.problem,
    errors.length > 0 &&
      html`<ul>
        ${errors.map(
          ([name, text]) =>
            html`<li><a href="#${idOf(name)}">${labels[name] ?? name}</a>: ${text}</li>`
        )}
      </ul>`
  )
}

/** What keeps a form from going on. Takes the focus, so that it is the first thing that is read. */
export function alarm(title: string, content: Html | false): Html {
  return html`<div class="notice bad" role="alert" tabindex="-1" autofocus>
    ${icon('warn')}
    <div>
      <p><strong>${title}</strong></p>
      ${content}
    </div>
  </div>`
}

/** One sentence that needs attention. */
export function notice(tone: 'bad' | 'warn' | 'good', content: Html | string): Html {
  return html`<div class="notice ${tone}" ${tone === 'bad' && html`role="alert"`}>
    ${icon(tone === 'good' ? 'check' : 'warn')}
    <div>${typeof content === 'string' ? html`<p>${content}</p>` : content}</div>
  </div>`
}

function idOf(name: string): string {
  return `field-${name}`
}

function described(
  { errors }: FormState,
  { name, hint }: Pick<Field, 'name' | 'hint'>
): Html | false {
  const hasError = errors[name] !== undefined
  const ids = [hint !== undefined && `hint-${name}`, hasError && `error-${name}`].filter(Boolean)
  if (ids.length === 0) return false
  return html`aria-describedby="${ids.join(' ')}" ${hasError && html`aria-invalid="true"`}`
}

function notes({ errors }: FormState, { name, hint }: Pick<Field, 'name' | 'hint'>): Html {
  const error = errors[name]
  return html`${hint !== undefined && html`<p class="hint" id="hint-${name}">${hint}</p>`}
  ${error !== undefined && html`<p class="error" id="error-${name}">${error}</p>`}`
}
