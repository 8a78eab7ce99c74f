import { html, type Html } from '@microzon/shared/html'
import type { Locale } from '@microzon/shared/money'
import type { Address } from '../domain/customers.ts'
import { field, select } from './form.ts'
import { formatCountry } from './format.ts'
import type { FormState } from './models.ts'
import { wordsOf, type Words } from './words/index.ts'

/** The fields of an address, which browsers know how to fill in. */
export function addressFields(form: FormState, locale: Locale): Html {
  const words = wordsOf(locale)
  const labels = addressLabels(words)
  return html`${field(form, { name: 'name', label: labels.name, autocomplete: 'name', maxLength: 100 })}
    ${field(form, { name: 'street', label: labels.street, autocomplete: 'street-address', maxLength: 100 })}
    <div class="pair">
      ${field(form, {
        name: 'postalCode',
        label: labels.postalCode,
        autocomplete: 'postal-code',
        maxLength: 16
      })}
      ${field(form, { name: 'city', label: labels.city, autocomplete: 'address-level2', maxLength: 100 })}
    </div>
    ${select(
      form,
      { name: 'country', label: labels.country, autocomplete: 'country' },
      choices(form, locale)
    )}`
}

export function addressLabels({ forms }: Words): Readonly<Record<keyof Address, string>> {
  const { name, street, postalCode, city, countryLabel: country } = forms
  return { name, street, postalCode, city, country }
}

/** An address as it stands on a parcel. */
export function addressLines(
  { name, street, postalCode, city, country }: Address,
  locale: Locale
): Html {
  return html`<address>
    ${name}<br />${street}<br />${postalCode} ${city}<br />${formatCountry(country, locale)}
  </address>`
}

const countries =
  'AT BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK'.split(
    ' '
  )

const namedCountries = { en: named('en'), de: named('de') }

function named(locale: Locale): readonly (readonly [string, string])[] {
  return countries
    .map(code => [code, formatCountry(code, locale)] as const)
    .toSorted(([, left], [, right]) => left.localeCompare(right, locale))
}

/** The countries that the shop sends to, and the one that stands in the form already. */
function choices({ values }: FormState, locale: Locale): readonly (readonly [string, string])[] {
  const { forms } = wordsOf(locale)
  const chosen = values['country'] ?? ''
  const isForeign = chosen !== '' && !countries.includes(chosen)
  return [
    ['', forms.chooseCountry],
    ...(isForeign ? [[chosen, formatCountry(chosen, locale)] as const] : []),
    ...namedCountries[locale]
  ]
}
