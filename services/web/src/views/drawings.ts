import { raw, type Html } from '@microzon/shared/html'

export type DrawingName = keyof typeof shapes

/**
 * A picture for a page that has nothing else to show, in the colours of the products. Words stand
 * beside it.
 */
export function drawing(name: DrawingName): Html {
  return drawn[name]
}

const shapes = {
  /** A shelf with a gap: what was looked for is not there. */
  shelf:
    '<path fill="#b98352" d="M24 122h192v10H24z"/>' +
    '<path fill="#8f6239" d="M48 132h10v16H48zM182 132h10v16h-10z"/>' +
    '<path fill="#1f4b3a" d="M46 58h17v64H46z"/><path fill="#e9a735" d="M63 68h13v54H63z"/>' +
    '<path fill="#c0532f" d="m80 124 15-52 13 4-14 46z"/>' +
    '<path fill="#f3eadb" d="M50 68h9v5h-9zM50 106h9v4h-9z"/>' +
    '<path class="gap" d="M120 70h30v52h-30z"/>' +
    '<path fill="#2f4f6b" d="M166 122c-9-5-10-26 3-33V77h14v12c13 7 12 28 3 33z"/>' +
    '<path fill="#fbf5e8" d="M162 104h28l-1 7h-26z"/>' +
    '<path fill="none" stroke="#55805a" stroke-width="3" d="M176 77c0-14 2-22 8-30"/>' +
    '<path fill="#55805a" d="M184 47c8-7 15-7 20-4-4 8-12 11-20 4zM178 62c-9-2-13-8-13-13 8 0 13 5 13 13z"/>',
  /** An empty basket. */
  basket:
    '<path fill="#000" opacity=".14" d="M58 142a70 8 0 0 0 140 0a70 8 0 0 0-140 0z"/>' +
    '<path fill="none" stroke="#8f6239" stroke-width="8" d="M72 80c4-60 92-60 96 0"/>' +
    '<path fill="#8f6239" d="M52 78h136v8H52z"/>' +
    '<path fill="#c9993f" d="M58 86h124l-12 58H70z"/>' +
    '<path fill="#000" opacity=".13" d="M150 86h32l-12 58h-26z"/>' +
    '<path fill="none" stroke="#8f6239" stroke-width="3" opacity=".7" d="M62 104h116M65 122h110M88 ' +
    '87l6 56M120 87v56M152 87l-6 56"/>' +
    '<path fill="#b98352" d="M46 74h148a6 6 0 0 1 0 12H46a6 6 0 0 1 0-12z"/>',
  /** The shop with its shutter down. */
  shutter:
    '<path fill="#1f4b3a" d="M56 58h128v88H56z"/><path fill="#dfcba9" d="M68 76h104v70H68z"/>' +
    '<path fill="none" stroke="#b98352" stroke-width="2" d="M68 88h104M68 100h104M68 112h104M68 ' +
    '124h104M68 136h104"/>' +
    '<path fill="#8f6239" d="M112 138h16v5h-16z"/>' +
    '<path fill="#e9a735" d="M52 34h136l10 28a15.6 15.6 0 0 1-31.2 0 15.6 15.6 0 0 1-31.2 0 15.6 15.6 ' +
    '0 0 1-31.2 ' +
    '0 15.6 15.6 0 0 1-31.2 0 15.6 15.6 0 0 1-31.2 0z"/>' +
    '<path fill="#fbf5e8" d="M79.2 34h27.2l-2 28a15.6 15.6 0 0 1-31.2 0zM133.6 34h27.2l6 28a15.6 15.6 ' +
    '0 0 1-31.2 0z"/>' +
    '<path fill="#8f6239" d="M40 146h160v7H40z"/>',
  /** A parcel: an order, or where one will be. */
  parcel:
    '<path fill="#000" opacity=".14" d="M56 142a72 8 0 0 0 144 0a72 8 0 0 0-144 0z"/>' +
    '<path fill="#ddb987" d="M58 70h124v74H58z"/><path fill="#000" opacity=".12" d="M142 70h40v74h-40z"/>' +
    '<path fill="#b98352" d="m58 70 14-22h96l14 22z"/>' +
    '<path fill="#c0532f" d="M112 70h16v74h-16zM114 48h12l2 22h-16z"/>' +
    '<path fill="#fbf5e8" d="M70 112h28v20H70z"/>' +
    '<path fill="none" stroke="#26231f" stroke-width="2" d="M75 119h18M75 125h11"/>'
}

const drawn = Object.fromEntries(
  Object.entries(shapes).map(([name, shape]) => [
    name,
    raw(
      '<svg class="drawing" viewBox="0 0 240 172" width="240" height="172" aria-hidden="true">' +
        `<circle class="ground" cx="120" cy="86" r="74"/>${shape}</svg>`
    )
  ])
) as Readonly<Record<DrawingName, Html>>
