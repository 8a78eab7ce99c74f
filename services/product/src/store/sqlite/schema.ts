import type { IdempotencySchema } from '@microzon/shared/store'
import { sql, type Generated, type Kysely } from 'kysely'

export type ProductSchema = IdempotencySchema & {
  readonly product: {
    readonly seq: Generated<number>
    readonly id: string
    readonly business_key: string
    readonly updated_at: number
    /** JSON of a `ProductDocument`. */
    readonly doc: string
  }
  readonly stock: {
    readonly product: number
    readonly option: string
    readonly stock: number
  }
  readonly category: {
    readonly seq: Generated<number>
    readonly id: string
    readonly key: string
    readonly name: string
    readonly products: number
  }
  /** The products of a category and of those below it, in three orders. */
  readonly listing: Listing
  readonly listing_price: Listing & { readonly price: number }
  readonly listing_name: Listing & { readonly name: string }
  /** Words that a typing error is forgiven in, of all products that there ever were. */
  readonly word: { readonly word: string }
  readonly word_deletion: { readonly deletion: string; readonly word: string }
  readonly search: {
    readonly rowid: number
    readonly name: string
    readonly category: string
    readonly description: string
  }
  readonly reservation: {
    readonly order_id: string
    readonly state: 'reserved' | 'confirmed' | 'expired'
    /** JSON of `HeldLine`s. */
    readonly lines: string
    /** When it expires, or when it ended. */
    readonly ends_at: number
  }
}

type Listing = { readonly category: number; readonly product: number }

/** The category that counts all products. */
export const rootKey = ''

const statements = [
  // A number is never given twice, so that nothing that outlives a product is taken for another's.
  `create table product (
    seq integer primary key autoincrement, id text not null unique, business_key text not null unique,
    updated_at integer not null, doc text not null)`,
  `create table stock (
    product integer not null references product (seq) on delete cascade, option text not null,
    stock integer not null check (stock >= 0), primary key (product, option)) without rowid`,
  `create table category (
    seq integer primary key autoincrement, id text not null unique, key text not null unique,
    name text not null, products integer not null check (products >= 0))`,
  `insert into category (id, key, name, products) values ('', '${rootKey}', '', 0)`,
  'create table listing (category integer, product integer, primary key (category, product)) without rowid',
  `create table listing_price (
    category integer, price integer, product integer, primary key (category, price, product)) without rowid`,
  `create table listing_name (
    category integer, name text, product integer, primary key (category, name, product)) without rowid`,
  'create table word (word text primary key) without rowid',
  `create table word_deletion (
    deletion text not null, word text not null, primary key (deletion, word)) without rowid`,
  // Holds which words are in which product, not the texts. The words come folded and parted by spaces.
  `create virtual table search using fts5 (
    name, category, description, content = '', contentless_delete = 1, detail = column, prefix = '2 3',
    tokenize = 'ascii')`,
  `create table reservation (
    order_id text primary key, state text not null, lines text not null,
    ends_at integer not null) without rowid`,
  'create index reservation_end on reservation (state, ends_at)'
]

export const productMigration = {
  async up(database: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(database)
  }
}
