import * as lamp from './lamps.ts'
import { ALL_SCHEMES, DARK_SCHEMES } from './palette.ts'
import * as room from './rooms.ts'
import { enlarged, hangs, leans, lowered, posed, shines, stage, stands } from './stage.ts'
import * as textile from './textiles.ts'
import { apron } from './workshop.ts'
import type { Item, Posed } from './stage.ts'
import type { Lexicon } from './subject.ts'

const LIGHTS: Lexicon<Item> = [
  [/(table )?lamps?|night ?lights?/g, lamp.shadeLamp],
  [/(mushroom|dome|globe)( table)? lamps?/g, lamp.mushroom],
  [/desk lamps?|task lamps?|clamp lamps?/g, lamp.deskLamp],
  [/floor lamps?|standard lamps?/g, enlarged(0.94, lamp.floorLamp)],
  [/pleated .*lamps?/g, lamp.shadeLamp],
  [/lanterns?/g, lamp.lantern],
  [/candle(stick|holder| holder)s?/g, lamp.candlestick],
  [/candles?|tapers?/g, lamp.candles]
]

const CLOTH: Lexicon<Item> = [
  [/sheets?|bed ?spreads?|quilts?|duvets?|bedding|pillowcases?/g, textile.bedding],
  [/cushions?|pillows?|bolsters?/g, textile.cushion],
  [/striped cushions?/g, textile.stripedCushion],
  [/table ?cloths?|runners?/g, textile.tableCloth],
  [/napkins?|serviettes?|placemats?|coasters?/g, textile.napkins],
  [/curtains?|linens?|fabrics?|cloths?/g, textile.folded]
]

const FURNISHING: Lexicon<Item> = [
  [/vases?/g, room.roundVase],
  [/(bottle|bud|stem) vases?/g, enlarged(0.82, room.bottleVase)],
  [/flower frogs?/g, enlarged(0.95, room.flowerFrog)],
  [/baskets?/g, room.basket],
  [/(laundry|linen) baskets?|hampers?/g, room.laundryBasket],
  [/(seagrass|jute|rope|storage) baskets?/g, room.softBasket],
  [/alarm clocks?/g, room.alarmClock],
  [/stools?|benches|bench|chairs?/g, room.stool]
]

const HANGING_LIGHTS: Lexicon<Item> = [
  [/paper .*lamps?|paper lanterns?/g, lamp.paperMoon],
  [/pendants?( lamps?)?|ceiling lamps?|chandeliers?/g, lamp.pendant],
  [/wall lamps?|sconces?/g, lamp.wallLamp]
]

const HANGING_CLOTH: Lexicon<Item> = [
  [/throws?|blankets?|plaids?|shawls?|scar(f|ves)/g, lowered(24, textile.throwOver)],
  [/towels?|flannels?/g, lowered(24, textile.towel)],
  [/tea towels?|dish ?cloths?/g, lowered(24, textile.teaTowel)],
  [/oven gloves?|mitts?|pot ?holders?/g, lowered(24, textile.ovenGlove)]
]

const ON_THE_WALL: Lexicon<Item> = [
  [/clocks?/g, lowered(50, room.wallClock)],
  [/mirrors?/g, lowered(50, room.mirror)],
  [/frames?/g, lowered(50, room.pictureFrame)],
  [/hooks?|coat racks?|rails?/g, lowered(50, room.hooks)]
]

const SPREAD: Lexicon<Item> = [
  [/rugs?|mats?|carpets?/g, textile.rug],
  [/aprons?/g, apron]
]

export const LAMPS: Lexicon<Posed> = [...posed(shines, LIGHTS), ...posed(hangs, HANGING_LIGHTS)]
export const TEXTILES: Lexicon<Posed> = [
  ...posed(stands, CLOTH),
  ...posed(hangs, HANGING_CLOTH),
  ...posed(leans, SPREAD)
]
export const ROOMS: Lexicon<Posed> = [...posed(stands, FURNISHING), ...posed(hangs, ON_THE_WALL)]

/** Light shows on dark walls. */
export const drawLamp = stage({
  schemes: DARK_SCHEMES,
  items: LAMPS,
  others: [shines(lamp.shadeLamp), shines(lamp.mushroom), hangs(lamp.pendant)]
})

export const drawTextile = stage({
  schemes: ALL_SCHEMES,
  items: [...TEXTILES],
  others: [stands(textile.folded), hangs(textile.throwOver), stands(textile.cushion)]
})

export const drawHome = stage({
  schemes: ALL_SCHEMES,
  items: [...LAMPS, ...TEXTILES, ...ROOMS],
  others: [
    stands(room.roundVase),
    stands(enlarged(0.82, room.bottleVase)),
    stands(room.basket),
    stands(room.bell)
  ]
})
