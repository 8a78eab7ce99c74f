import { html, type Html } from '@microzon/shared/html'
import { field, problems } from './form.ts'
import { csrf, layout } from './layout.ts'
import type { AccessModel, Frame } from './models.ts'
import { wordsOf } from './words/index.ts'

/** Makes an account, and says what a password must be before it is wrong. */
export function registrationPage(frame: Frame, { form, next }: AccessModel): Html {
  const words = wordsOf(frame.locale)
  const { user } = words
  const query = new URLSearchParams({ next }).toString()
  const labels = { email: user.email, password: user.password, passwordRepeat: user.passwordRepeat }
  const secret = {
    type: 'password',
    autocomplete: 'new-password',
    maxLength: 128,
    isSecret: true
  } as const
  const main = html`<section class="narrow">
    <h1>${user.register}</h1>
    <p class="lead">${user.registerLead}</p>
    ${problems(form, { words, labels })}
    <form method="post" action="/user/registration">
      ${csrf(frame)}
      <input type="hidden" name="next" value="${next}" />
      ${field(form, {
        name: 'email',
        label: labels.email,
        type: 'email',
        autocomplete: 'username',
        maxLength: 254
      })}
      ${field(form, { name: 'password', label: labels.password, hint: user.passwordRules, ...secret })}
      ${field(form, { name: 'passwordRepeat', label: labels.passwordRepeat, ...secret })}
      <button class="wide" type="submit">${user.register}</button>
    </form>
    <p>${user.haveAccount} <a href="/user/login?${query}">${user.logIn}</a></p>
  </section>`
  return layout(frame, { title: user.register, kind: 'focus', main })
}
