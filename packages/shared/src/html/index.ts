export { html, raw, renderHtml } from './html.ts'
export type { Html, HtmlValue } from './html.ts'
