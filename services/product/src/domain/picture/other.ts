import { FOOD } from './food.ts'
import { shadow } from './frame.ts'
import { GARDEN } from './garden.ts'
import { LAMPS, ROOMS, TEXTILES } from './home.ts'
import { KITCHEN } from './kitchen.ts'
import { OUTDOORS } from './outdoor.ts'
import { ALL_SCHEMES, BIRCH, CREAM, MARIGOLD, RUST } from './palette.ts'
import { box, circle, fill, oval, polygon, solid, stroke, tint, turned } from './shapes.ts'
import { stage, stands } from './stage.ts'
import { STATIONERY } from './stationery.ts'
import { cleaned, typeset } from './text.ts'
import { TOOLS } from './tool.ts'
import { TOYS } from './toy.ts'
import type { Item, Look } from './stage.ts'

/** Whatever stands in no known category: by the words of all kinds, else wrapped. */

const initial = ({ name }: Look): string =>
  cleaned(name)
    .toUpperCase()
    .match(/[\p{L}\p{N}]/u)?.[0] ?? '·'

const letter = (look: Look, [x, y]: readonly [number, number], colour: string): string =>
  typeset([initial(look)], { x, y, size: 76, colour })

const paperOf = ({ body, accent, quiet, wall }: Look): readonly [string, string] =>
  body === wall ? [accent, quiet] : [body, accent]

const parcel: Item = look => {
  const [paper, string] = paperOf(look)
  return (
    shadow(200, 124) +
    solid(box([76, 210, 248, 208], 4), paper) +
    stroke('M200 210v208M76 300h248', string, 9) +
    fill('M200 208q-60-60-84-22q-6 30 84 22zM200 208q60-60 84-22q6 30-84 22z', string) +
    fill(circle(262, 364, 40), CREAM) +
    typeset([initial(look)], { x: 262, y: 378, size: 42, colour: '#26231f' })
  )
}

const giftBox: Item = look => {
  const [paper, lid] = paperOf(look)
  return (
    shadow(200, 114) +
    solid(box([92, 230, 216, 188], 3), paper) +
    solid(box([80, 190, 240, 54], 4), lid) +
    tint(circle(200, 330, 60), CREAM, 0.9) +
    letter(look, [200, 356], '#26231f')
  )
}

const pouch: Item = look => {
  const [cloth, cord] = paperOf(look)
  return (
    shadow(200, 106) +
    solid(
      'M150 196q-10-40-30-66q80 30 160 0q-20 26-30 66q70 50 60 170q-4 52-50 52H140' +
        'q-46 0-50-52q-10-120 60-170z',
      cloth
    ) +
    stroke('M148 198q52 20 104 0M236 206q30 20 20 60', cord, 9) +
    letter(look, [200, 344], cloth === CREAM || cloth === MARIGOLD ? '#26231f' : CREAM)
  )
}

const crate: Item = look => {
  const [, cloth] = paperOf(look)
  return (
    shadow(200, 140) +
    fill('M80 270q20-70 70-40q40-50 80 0q60-40 90 40z', cloth) +
    solid(box([60, 262, 280, 156], 4), BIRCH) +
    stroke('M62 314h276M62 366h276', '#9a7138', 5) +
    stroke('M86 266v150M314 266v150', '#9a7138', 9) +
    fill(circle(200, 340, 46), CREAM) +
    typeset([initial(look)], { x: 200, y: 358, size: 52, colour: '#26231f' })
  )
}

const jarOf: Item = look => {
  const [glaze, lid] = paperOf(look)
  return (
    shadow(200, 82) +
    solid(turned(200, [70, 216], [104, 250], [100, 360], [70, 418], [70, 418]), glaze) +
    solid(turned(200, [14, 150], [70, 176], [78, 214], [78, 214]), lid) +
    fill(circle(200, 144, 15), RUST) +
    fill(oval([200, 316, 52, 46]), CREAM) +
    typeset([initial(look)], { x: 200, y: 336, size: 56, colour: '#26231f' })
  )
}

const cone: Item = look => {
  const [paper, string] = paperOf(look)
  return (
    shadow(200, 110) +
    solid(polygon([90, 418], [110, 150], [290, 150], [310, 418]), paper) +
    fill(polygon([110, 150], [290, 150], [270, 110], [130, 110]), string) +
    stroke('M160 150C150 60 250 60 240 150', string, 9) +
    letter(look, [200, 320], paper === CREAM || paper === MARIGOLD ? '#26231f' : CREAM)
  )
}

export const drawOther = stage({
  schemes: ALL_SCHEMES,
  items: [
    ...KITCHEN,
    ...TOOLS,
    ...GARDEN,
    ...LAMPS,
    ...TEXTILES,
    ...ROOMS,
    ...STATIONERY,
    ...TOYS,
    ...OUTDOORS,
    ...FOOD
  ],
  others: [
    stands(parcel),
    stands(giftBox),
    stands(pouch),
    stands(crate),
    stands(jarOf),
    stands(cone)
  ]
})
