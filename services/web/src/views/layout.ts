import { html, type Html } from '@microzon/shared/html'
import { notice } from './form.ts'
import { brandMark, icon } from './icons.ts'
import type { Frame } from './models.ts'
import { wordsOf, type Words } from './words/index.ts'

export type Page = {
  readonly title: string
  /** What the page is about, with the one `h1`. */
  readonly main: Html
  /** The category tree: at the left, or in a drawer on a small screen. */
  readonly tree?: Html | undefined
  /** What parts of the page are made of, for the stylesheet. */
  readonly kind?: 'browse' | 'focus' | 'operator'
  /** Whether a part of the page is exchanged without loading it anew. */
  readonly isLive?: boolean
  /** Loads the page again after so many seconds where no script runs. */
  readonly refreshSeconds?: number
}

/**
 * A whole page: the document around what `main` holds. Needs no script, and has no inline script or
 * style.
 */
export function layout(frame: Frame, page: Page): Html {
  const { title, main, tree, kind = 'browse' } = page
  const words = wordsOf(frame.locale)
  return html`<!doctype html>
    <html lang="${frame.locale}">
      ${head(title, page)}
      <body class="${kind}" data-failed="${words.frame.failed}" data-hide="${words.frame.dismiss}">
        <a class="skip" href="#main">${words.frame.skip}</a>
        ${header(frame, tree !== undefined)} ${toasts(frame)}
        <div class="page">
          ${tree}
          <main id="main" tabindex="-1">${staleNotice(frame)}${main}</main>
        </div>
        ${footer(frame)}
      </body>
    </html> `
}

/** Whoever sees prices and stock of before is told so. */
function staleNotice({ ageMs, locale }: Frame): Html | false {
  return ageMs !== undefined && notice('warn', wordsOf(locale).frame.stale)
}

/** The hidden field that every form which changes something carries. */
export function csrf({ csrfToken }: Frame): Html {
  return html`<input type="hidden" name="_csrf" value="${csrfToken}" />`
}

/** What htmx takes from an answer beside the part that it asked for. */
export const besides = '#cart-link:outerHTML,#toasts:innerHTML'

function head(title: string, { isLive = false, refreshSeconds }: Page): Html {
  return html`<head>
    <meta charset="utf-8" />
    <title>${title} · Microzon</title>
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    ${
      refreshSeconds !== undefined &&
      html`<noscript><meta http-equiv="refresh" content="${refreshSeconds}" /></noscript>`
    }
    <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
    <link rel="preload" href="/assets/fraunces.woff2" as="font" type="font/woff2" crossorigin />
    <link rel="stylesheet" href="/assets/shop.css" />
    ${
      isLive &&
      html`<meta
          name="htmx-config"
          content="includeIndicatorCSS:false history:false defaultTimeout:15000"
        />
        <script src="/assets/htmx.js" defer></script>`
    }
    <script src="/assets/shop.js" type="module"></script>
  </head>`
}

function header(frame: Frame, hasTree: boolean): Html {
  const { frame: words } = wordsOf(frame.locale)
  const { email, searchText } = frame
  const accountHref = email === undefined ? '/user/login' : '/user/account'
  const accountName = email === undefined ? words.logIn : words.account
  return html`<header class="top">
    ${
      hasTree &&
      html`<button class="plain menu" type="button" popovertarget="categories">
        ${icon('menu')}<span class="hidden">${words.categories}</span>
      </button>`
    }
    <a class="brand" href="/shop">${brandMark}<span>Microzon</span></a>
    <form class="search" role="search" action="/shop/search" method="get">
      <label class="hidden" for="q">${words.searchHint}</label>
      <input
        type="search"
        id="q"
        name="q"
        value="${searchText}"
        placeholder="${words.search}"
        maxlength="200"
      />
      <button class="plain" type="submit">
        ${icon('search')}<span class="hidden">${words.search}</span>
      </button>
    </form>
    <a class="top-link" href="${accountHref}">${icon('account')}<span>${accountName}</span></a>
    ${cartLink(frame)}
  </header>`
}

function cartLink({ cartCount, locale }: Frame): Html {
  const { frame: words } = wordsOf(locale)
  const hasCount = cartCount !== undefined && cartCount > 0
  return html`<a class="top-link" id="cart-link" href="/shop/cart"
    >${icon('cart')}<span aria-hidden="true">${words.cart}</span
    ><span class="hidden">${hasCount ? words.cartWith(cartCount) : words.cart}</span
    >${hasCount && html`<span class="badge" aria-hidden="true">${cartCount}</span>`}</a
  >`
}

function toasts(frame: Frame): Html {
  return html`<div id="toasts" class="toasts" role="status">${toast(frame)}</div>`
}

function toast({ toast: text, locale }: Frame): Html | false {
  if (text === undefined) return false
  const words = wordsOf(locale)
  return html`<div class="toast">
    <p>${text}</p>
    ${
      isAboutAdding(text, words) &&
      html`<a href="/shop/cart">${words.frame.toCart}</a
        ><a href="/shop/checkout">${words.frame.toCheckout}</a>`
    }
    <button class="plain" type="button" data-dismiss>
      ${icon('close')}<span class="hidden">${words.frame.dismiss}</span>
    </button>
  </div>`
}

/** Only then is the cart what one may want next. */
function isAboutAdding(text: string, { cart }: Words): boolean {
  return text === cart.added || text === cart.capped
}

function footer({ locale, correlationId }: Frame): Html {
  const { frame: words } = wordsOf(locale)
  return html`<footer class="bottom">
    <p>${words.terms}</p>
    <nav aria-label="Microzon">
      <a href="/shop">${words.shop}</a>
      <a href="/shop/orders">${words.orders}</a>
      <a href="/status/services">${words.status}</a>
    </nav>
    <p class="reference">
      ${words.reference} <code id="reference">${correlationId}</code>
      <button class="plain" type="button" data-copy="reference" data-copied="${words.copied}">
        ${icon('copy')}<span class="hidden">${words.copy}</span>
      </button>
    </p>
  </footer>`
}
