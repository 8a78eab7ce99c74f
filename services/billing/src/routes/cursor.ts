import { DomainError } from '@microzon/shared/errors'

/** Where a page of orders ended. */
export type Cursor = { readonly createdAt: number; readonly id: string }

export function writeCursor({ createdAt, id }: Cursor): string {
  return Buffer.from(`${createdAt}.${id}`).toString('base64url')
}

/** Throws `CURSOR_INVALID` for anything that `writeCursor` has not made. */
export function readCursor(text: string): Cursor {
  const [, createdAt, id] =
    /^(\d{1,15})\.([A-Za-z0-9_-]{1,64})$/.exec(Buffer.from(text, 'base64url').toString()) ?? []
  if (createdAt === undefined || id === undefined) {
    throw new DomainError('CURSOR_INVALID', 'the cursor is none of ours')
  }
  return { createdAt: Number(createdAt), id }
}
