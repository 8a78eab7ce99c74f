import { html, type Html } from '@microzon/shared/html'
import { field, problems } from './form.ts'
import { csrf, layout } from './layout.ts'
import type { AccessModel, Frame } from './models.ts'
import { wordsOf } from './words/index.ts'

/** Lets a customer in. Never tells whether an address has an account. */
export function loginPage(frame: Frame, { form, next }: AccessModel): Html {
  const words = wordsOf(frame.locale)
  const { user } = words
  const query = new URLSearchParams({ next }).toString()
  const main = html`<section class="narrow">
    <h1>${user.logIn}</h1>
    <p class="lead">${next.startsWith('/shop/checkout') ? user.checkoutLead : user.logInLead}</p>
    ${problems(form, { words, labels: { email: user.email, password: user.password } })}
    <form method="post" action="/user/login">
      ${csrf(frame)}
      <input type="hidden" name="next" value="${next}" />
      ${field(form, {
        name: 'email',
        label: user.email,
        type: 'email',
        autocomplete: 'username',
        maxLength: 254
      })}
      ${field(form, {
        name: 'password',
        label: user.password,
        type: 'password',
        autocomplete: 'current-password',
        maxLength: 128,
        isSecret: true
      })}
      <button class="wide" type="submit">${user.logIn}</button>
    </form>
    <p>${user.noAccount} <a href="/user/registration?${query}">${user.register}</a></p>
  </section>`
  return layout(frame, { title: user.logIn, kind: 'focus', main })
}
