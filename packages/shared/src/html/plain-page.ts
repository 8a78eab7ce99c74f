import type { Locale } from '../money/index.ts'
import { html, type Html } from './html.ts'

export type PlainPage = {
  readonly title: string
  /** What happened, in one sentence. */
  readonly what: string
  /** What the reader can do, in one sentence. */
  readonly next: string
  readonly correlationId: string
  readonly locale: Locale
}

/**
 * A whole page that needs nothing of the shop but its stylesheet, for processes that must answer
 * while the shop cannot. It can be read without the stylesheet as well, which may be as far away as
 * the rest. Keeps to a content security policy without inline script or style.
 */
export function plainPage({ title, what, next, correlationId, locale }: PlainPage): Html {
  const { back, reference } = words[locale]
  return html`<!doctype html>
    <html lang="${locale}">
      <head>
        <meta charset="utf-8" />
        <title>${title} · Microzon</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <link rel="stylesheet" href="/assets/shop.css" />
      </head>
      <body class="plain">
        <main id="main" class="notice-page">
          <p class="brand">Microzon</p>
          <h1>${title}</h1>
          <p class="lead">${what}</p>
          <p>${next}</p>
          <p><a class="button" href="/">${back}</a></p>
          <p class="reference">${reference} <code>${correlationId}</code></p>
        </main>
      </body>
    </html> `
}

const words: Readonly<Record<Locale, { readonly back: string; readonly reference: string }>> = {
  en: { back: 'Back to the shop', reference: 'If you ask for help, name this:' },
  de: { back: 'Zurück in den Laden', reference: 'Wenn Sie Hilfe brauchen, nennen Sie dies:' }
}
