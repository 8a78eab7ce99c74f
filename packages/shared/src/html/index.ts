export { html, raw, renderHtml } from './html.ts'
export type { Html, HtmlValue } from './html.ts'
export { plainPage } from './plain-page.ts'
export type { PlainPage } from './plain-page.ts'
