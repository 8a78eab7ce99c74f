import { drawBook } from './book.ts'
import { drawFood } from './food.ts'
import { drawGarden } from './garden.ts'
import { drawHome, drawLamp, drawTextile } from './home.ts'
import { drawKitchen } from './kitchen.ts'
import { drawOther } from './other.ts'
import { drawOutdoor } from './outdoor.ts'
import { drawRecord } from './record.ts'
import { drawStationery } from './stationery.ts'
import { byWords } from './subject.ts'
import { drawTool } from './tool.ts'
import { drawToy } from './toy.ts'
import type { Drawing, Lexicon, Subject } from './subject.ts'

/** The kind of a product's picture, by its first category: the top one, narrowed by its shelf. */
export const drawingOf = ({ categories }: Subject): Drawing => {
  const [top = '', shelf = ''] = categories[0]?.split('/') ?? []
  const kind = byWords(top, BY_TOP) ?? drawOther
  return kind === drawHome || kind === drawOther ? (byWords(shelf, BY_SHELF) ?? kind) : kind
}

const BY_TOP: Lexicon<Drawing> = [
  [/books?/g, drawBook],
  [/records?|music|vinyl/g, drawRecord],
  [/kitchen|cook(ing|ware)|tableware/g, drawKitchen],
  [/tools?|workshop/g, drawTool],
  [/garden|plants?/g, drawGarden],
  [/stationery|office|paper|desk|art/g, drawStationery],
  [/home|living|interior|house/g, drawHome],
  [/toys?|games?/g, drawToy],
  [/food|pantry|groceries|delicatessen/g, drawFood],
  [/outdoors?|camping|sports?|travel|cycling/g, drawOutdoor]
]

const BY_SHELF: Lexicon<Drawing> = [
  [/lamps?|lights?|lighting|candles?/g, drawLamp],
  [/textiles?|linens?|bedding|towels?|rugs?/g, drawTextile],
  ...BY_TOP
]
