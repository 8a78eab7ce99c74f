import { html, type Html } from '@microzon/shared/html'
import { addressFields, addressLabels, addressLines } from './address-fields.ts'
import { field, problems } from './form.ts'
import { csrf, layout } from './layout.ts'
import type { AccountModel, Frame } from './models.ts'
import { wordsOf } from './words/index.ts'

/** The customer's own page: orders, addresses, password, and the way out. */
export function accountPage(frame: Frame, model: AccountModel): Html {
  const words = wordsOf(frame.locale)
  const { account, user } = words
  const main = html`<header class="list-top">
      <div>
        <h1>${account.title}</h1>
        <p class="count">${account.loggedInAs} <strong>${model.email}</strong></p>
      </div>
      <form method="post" action="/user/logout">
        ${csrf(frame)}
        <button class="quiet" type="submit">${user.logOut}</button>
      </form>
    </header>
    <div class="account">
      <section class="panel">
        <h2>${account.orders}</h2>
        <p>${account.ordersText}</p>
        <p><a class="button quiet" href="/shop/orders">${account.toOrders}</a></p>
      </section>
      ${addresses(frame, model)} ${password(frame, model)}
    </div>`
  return layout(frame, { title: account.title, kind: 'focus', main })
}

function addresses(frame: Frame, { addresses: known, addressForm }: AccountModel): Html {
  const { locale } = frame
  const words = wordsOf(locale)
  const { account } = words
  const hasProblem = Object.keys(addressForm.errors).length > 0 || addressForm.message !== undefined
  return html`<section class="panel">
    <h2>${account.addresses}</h2>
    ${known.length === 0 && html`<p>${account.noAddresses}</p>`}
    <ul class="addresses">
      ${known.map(address => {
        return html`<li>
          ${addressLines(address, locale)}
          <form method="post" action="/user/addresses/remove">
            ${csrf(frame)}
            <input type="hidden" name="address" value="${address.id}" />
            <button
              class="link"
              type="submit"
              aria-label="${account.removeOf(address.name, address.street)}"
            >
              ${account.remove}
            </button>
          </form>
        </li>`
      })}
    </ul>
    <details class="more" ${(hasProblem || known.length === 0) && html`open`}>
      <summary>${account.addAddress}</summary>
      ${problems(addressForm, { words, labels: addressLabels(words) })}
      <form method="post" action="/user/addresses">
        ${csrf(frame)} ${addressFields(addressForm, locale)}
        <button type="submit">${account.saveAddress}</button>
      </form>
    </details>
  </section>`
}

function password(frame: Frame, { email, passwordForm }: AccountModel): Html {
  const words = wordsOf(frame.locale)
  const { account, user } = words
  const { oldPassword, newPassword, newPasswordRepeat } = account
  const labels = { password: oldPassword, newPassword, newPasswordRepeat }
  const secret = { type: 'password', maxLength: 128, isSecret: true } as const
  const fresh = { ...secret, autocomplete: 'new-password' }
  return html`<section class="panel">
    <h2>${account.password}</h2>
    ${problems(passwordForm, { words, labels })}
    <form method="post" action="/user/password">
      ${csrf(frame)}
      <input
        class="hidden"
        type="text"
        name="username"
        value="${email}"
        autocomplete="username"
        readonly
        tabindex="-1"
        aria-hidden="true"
      />
      ${field(passwordForm, {
        name: 'password',
        label: labels.password,
        autocomplete: 'current-password',
        ...secret
      })}
      ${field(passwordForm, {
        name: 'newPassword',
        label: labels.newPassword,
        hint: user.passwordRules,
        ...fresh
      })}
      ${field(passwordForm, { name: 'newPasswordRepeat', label: labels.newPasswordRepeat, ...fresh })}
      <p class="hint">${account.endsOthers}</p>
      <button type="submit">${account.changePassword}</button>
    </form>
  </section>`
}
