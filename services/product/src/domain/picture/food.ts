import * as pack from './packs.ts'
import { ALL_SCHEMES } from './palette.ts'
import { leans, posed, stage, stands } from './stage.ts'
import type { Item, Posed } from './stage.ts'
import type { Lexicon } from './subject.ts'

const STANDING: Lexicon<Item> = [
  [/jams?|jell(y|ies)|marmalades?|preserves?|chutneys?/g, pack.jam],
  [/honeys?|mustards?|capers?|pickles?|pesto|spread|tahini|olives/g, pack.jar],
  [/oils?|vinegars?|syrups?|wines?|cordials?|juices?|sauces?/g, pack.bottle],
  [/teas?|darjeeling( first flush)?|assam.*|sencha|oolong|earl grey/g, pack.tin],
  [/saffron.*|pepper(corns?)?|spices?|cinnamon|paprika|cocoa/g, pack.tin],
  [/tomatoes|chickpeas|soup/g, pack.can],
  [/sardines?.*|tuna|anchov(y|ies)|mackerel/g, pack.flatTin],
  [
    /coffees?|espresso|beans|flours?|lentils?|rice|oats?|sugar|muesli|grains?|salt|polenta/g,
    pack.bag
  ],
  [/caramels?|sweets?|biscuits?|almonds?|nuts?|candies|cookies|raisins|figs|dates/g, pack.smallBag],
  [/shortbread|gingerbread|crackers|cakes?|wafers/g, pack.carton],
  [/spaghetti|pasta|noodles|linguine|tagliatelle|penne/g, pack.pasta],
  [/bread|loa(f|ves)|rolls/g, pack.loaf],
  [/cheese|parmesan|cheddar/g, pack.cheese]
]

const LEANING: Lexicon<Item> = [[/chocolates?( bars?)?|chocolate with.*|nougat/g, pack.bar]]

/** What is eaten and drunk. */
export const FOOD: Lexicon<Posed> = [...posed(stands, STANDING), ...posed(leans, LEANING)]

export const drawFood = stage({
  schemes: ALL_SCHEMES,
  items: FOOD,
  others: [stands(pack.tin), stands(pack.carton), stands(pack.jar), stands(pack.bag)]
})
