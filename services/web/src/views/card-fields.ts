import { html, type Html } from '@microzon/shared/html'
import { field } from './form.ts'
import type { FormState } from './models.ts'
import type { Words } from './words/index.ts'

/** The payment form, which always begins empty, with the simulator's cards beside it. */
export function cardPart(form: FormState, words: Words): Html {
  const { checkout } = words
  const labels = cardLabels(words)
  const number = {
    name: 'cardNumber',
    label: labels.cardNumber,
    autocomplete: 'cc-number',
    maxLength: 23
  }
  const expiry = {
    name: 'cardExpiry',
    label: labels.cardExpiry,
    autocomplete: 'cc-exp',
    maxLength: 7
  }
  const cvc = { name: 'cardCvc', label: labels.cardCvc, autocomplete: 'cc-csc', maxLength: 4 }
  const common = { isSecret: true, inputMode: 'numeric' } as const
  return html`<div class="card-part">
    <div>
      ${field(form, { ...number, ...common, hint: checkout.cardKept })}
      <div class="pair">
        ${field(form, { ...expiry, isSecret: true, hint: checkout.cardExpiryHint })}
        ${field(form, { ...cvc, ...common, hint: checkout.cardCvcHint })}
      </div>
    </div>
    ${testCards(words)}
  </div>`
}

export function cardLabels({
  checkout
}: Words): Readonly<Record<'cardNumber' | 'cardExpiry' | 'cardCvc', string>> {
  const { cardNumber, cardExpiry, cardCvc } = checkout
  return { cardNumber, cardExpiry, cardCvc }
}

const testExpiry = '12/34'
const testCvc = '123'

/** Can be read and typed; with script a click fills the fields. */
function testCards({ checkout }: Words): Html {
  return html`<section class="note" aria-labelledby="test-cards">
    <h3 id="test-cards">${checkout.testTitle}</h3>
    <ul>
      ${Object.entries(checkout.tests).map(([number, effect]) => {
        const fields = { cardNumber: number, cardExpiry: testExpiry, cardCvc: testCvc }
        return html`<li>
          <code>${number.replaceAll(/(\d{4})(?=\d)/g, '$1 ')}</code> <span>${effect}</span>
          <button
            class="quiet scripted"
            type="button"
            data-fill="${JSON.stringify(fields)}"
            aria-label="${checkout.testUseOf(number, effect)}"
          >
            ${checkout.testUse}
          </button>
        </li>`
      })}
    </ul>
    <p class="hint">${checkout.testText}</p>
  </section>`
}
