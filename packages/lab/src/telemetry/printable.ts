/**
 * Text for a terminal: control characters, which could move the cursor or change the window's
 * title, become `?`, and what would reverse the direction of writing is taken out.
 */
export function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, '?').replace(/\p{Bidi_Control}/gu, '')
}
