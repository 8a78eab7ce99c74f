import * as tool from './garden-tools.ts'
import { ALL_SCHEMES, LIGHT_SCHEMES } from './palette.ts'
import * as plant from './plants.ts'
import { drawSeeds } from './seeds.ts'
import { enlarged, lies, posed, scaled, stage, stands } from './stage.ts'
import { shelfOf } from './subject.ts'
import type { Choices } from './chooser.ts'
import type { Scheme } from './palette.ts'
import type { Item, Posed } from './stage.ts'
import type { Drawing, Lexicon } from './subject.ts'

/** Something of the garden: a packet of seeds, a plant in its pot, or a tool. */
export const drawGarden: Drawing = (subject, chooser) => {
  if (/seed/i.test(`${shelfOf(subject)} ${subject.name}`)) return drawSeeds(subject, chooser)
  return (/plant/i.test(shelfOf(subject)) ? drawPlant : drawThing)(subject, chooser)
}

const PLANTS: Lexicon<Item> = [
  [/olives?( trees?)?/g, enlarged(0.88, plant.oliveTree)],
  [/(lemon|lime|citrus)s?( trees?)?/g, plant.lemonTree],
  [/oranges?|kumquats?|apples?|figs?|trees?|bay/g, plant.orangeTree],
  [/rosemary|thyme|sage|mint|basil|herbs?|oregano/g, plant.herb],
  [/lavenders?|salvias?/g, plant.lavender],
  [/ferns?|palms?/g, enlarged(0.9, plant.fern)],
  [/snake plants?|sansevierias?/g, enlarged(0.94, plant.snakePlant)],
  [/cact(us|i)/g, plant.cactus],
  [/monsteras?|philodendrons?|rubber plants?/g, enlarged(0.83, plant.monstera)],
  [/aloes?|agaves?/g, enlarged(0.95, plant.aloe)],
  [/geraniums?|pelargoniums?|begonias?|hydrangeas?|roses?/g, enlarged(0.95, plant.geranium)],
  [/strawberr(y|ies)/g, plant.strawberry],
  [/succulents?|echeverias?/g, plant.succulent],
  [/tulips?|bulbs?|crocus(es)?|daffodils?|narcissus/g, plant.tulip]
]

const LYING: Lexicon<Item> = [
  [/trowels?|scoops?/g, tool.trowel],
  [/hand forks?|weeders?/g, tool.handFork],
  [/spades?|shovels?/g, tool.spade],
  [/(digging |garden )?forks?/g, tool.diggingFork],
  [/rakes?/g, scaled(0.92, tool.rake)],
  [/hoes?|cultivators?/g, scaled(0.88, tool.hoe)],
  [/secateurs|pruners?|snips/g, tool.secateurs],
  [/shears|loppers?/g, scaled(0.95, tool.shears)],
  [/dibbers?|dibbles?/g, tool.dibber],
  [/(gardening )?gloves?/g, scaled(0.95, tool.gloves)],
  [/twines?|string|raffia/g, scaled(0.92, tool.twine)],
  [/labels?|markers?/g, scaled(0.9, tool.labels)]
]

const STANDING: Lexicon<Item> = [
  [/(watering )?cans?/g, tool.wateringCan],
  [/indoor watering cans?/g, tool.indoorCan],
  [/(flower ?|terracotta )pots?/g, tool.flowerPot],
  [/planters?|troughs?|window box(es)?/g, tool.planter],
  [/buckets?|pails?/g, tool.bucket],
  [/feeders?|bird ?hous(e|es)|nest(ing)? box(es)?/g, tool.feeder],
  [/trugs?|(trug )?baskets?/g, tool.trug]
]

/** What a garden needs, without what grows in it. */
export const GARDEN: Lexicon<Posed> = [...posed(lies, LYING), ...posed(stands, STANDING)]

const GREENISH = new Set(['#c9d2b6', '#2c5646'])

/** Leaves want a wall that is not green. */
const PLANT_SCHEMES: Choices<Scheme> = [
  LIGHT_SCHEMES[0],
  ...ALL_SCHEMES.filter(({ wall }) => !GREENISH.has(wall))
]

const drawPlant = stage({
  schemes: PLANT_SCHEMES,
  items: posed(stands, PLANTS),
  others: [
    stands(plant.sprout),
    stands(enlarged(0.9, plant.fern)),
    stands(plant.succulent),
    stands(plant.geranium)
  ]
})

const drawThing = stage({
  schemes: ALL_SCHEMES,
  items: GARDEN,
  others: [stands(tool.flowerPot), stands(tool.planter), lies(tool.trowel), stands(plant.sprout)]
})
