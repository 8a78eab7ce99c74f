import * as ware from './kitchenware.ts'
import { ALL_SCHEMES } from './palette.ts'
import { enlarged, lies, posed, scaled, stage, stands } from './stage.ts'
import * as tool from './utensils.ts'
import * as vessel from './vessels.ts'
import type { Item, Posed } from './stage.ts'
import type { Lexicon } from './subject.ts'

const STANDING: Lexicon<Item> = [
  [/kettles?/g, enlarged(1.04, vessel.kettle)],
  [/gooseneck kettles?|pour-?over kettles?/g, enlarged(1.1, vessel.gooseneck)],
  [/teapots?|tea pots?/g, enlarged(1.12, vessel.teapot)],
  [/(cast-)?iron teapots?/g, enlarged(1.1, vessel.ironTeapot)],
  [/moka( pots?)?|coffee pots?|espresso pots?/g, vessel.moka],
  [/mugs?|beakers?/g, enlarged(1.3, vessel.mug)],
  [/enamel mugs?/g, enlarged(1.2, vessel.enamelMug)],
  [/\bcups?|saucers?/g, enlarged(1.15, vessel.cup)],
  [/egg cups?/g, enlarged(1.12, ware.eggCups)],
  [/bowls?/g, enlarged(1.1, vessel.bowl)],
  [/mixing bowls?/g, vessel.mixingBowl],
  [/plates?|platters?/g, vessel.plate],
  [/tumblers?|glass(es)?$/g, enlarged(1.2, vessel.tumbler)],
  [/carafes?|decanters?|bottles?/g, vessel.carafe],
  [/jugs?|pitchers?|creamers?/g, enlarged(1.05, vessel.jug)],
  [/measuring (jugs?|cups?)/g, vessel.measuringJug],
  [/casseroles?|dutch ovens?|\bpots?|cocottes?/g, vessel.casserole],
  [/saucepans?|\bpans?/g, vessel.saucepan],
  [/milk pans?/g, enlarged(1.05, vessel.milkPan)],
  [/stock ?pots?|pasta pots?/g, vessel.stockPot],
  [/jam pans?/g, vessel.jamPan],
  [/skillets?|frying pans?|griddles?/g, enlarged(0.96, vessel.skillet)],
  [/pancake pans?|crêpe pans?/g, enlarged(0.96, vessel.pancakePan)],
  [/woks?/g, enlarged(0.94, vessel.wok)],
  [/roasting (dish|tin)|\bdish(es)?|gratin/g, vessel.roastingDish],
  [/\bjars?|canisters?|crocks?/g, vessel.jar],
  [/cadd(y|ies)/g, vessel.caddy],
  [/pepper mills?|\bmills?|shakers?/g, enlarged(1.1, ware.mill)],
  [/mortars?|pestles?/g, enlarged(1.1, ware.mortar)],
  [/graters?/g, ware.grater],
  [/colanders?|strainers?|steamers?/g, enlarged(1.05, ware.colander)],
  [/(coffee )?grinders?/g, enlarged(1.1, ware.grinder)],
  [/drippers?|filters?/g, enlarged(1.15, ware.dripper)],
  [/french press|cafeti[eè]res?|\bpress/g, ware.press],
  [/cake stands?/g, ware.cakeStand],
  [/scales?/g, ware.balance],
  [/(springform|cake|tart|pie) tins?/g, ware.springform],
  [/(loaf|bread) tins?/g, enlarged(1.1, ware.loafTin)],
  [/salt (cellars?|box|pigs?)/g, enlarged(1.2, ware.saltBox)],
  [/bread baskets?/g, ware.ovenBasket]
]

const LYING: Lexicon<Item> = [
  [/(chef's |cook's )?kni(fe|ves)/g, tool.chefsKnife],
  [/paring kni(fe|ves)/g, tool.paringKnife],
  [/bread kni(fe|ves)/g, tool.breadKnife],
  [/cleavers?/g, tool.cleaver],
  [/scissors|shears/g, tool.scissors],
  [/\bboards?/g, tool.choppingBoard],
  [/(end-grain .*|chopping )boards?/g, scaled(0.94, tool.endGrainBoard)],
  [/whetstones?|sharpeners?/g, tool.whetstone],
  [/rolling pins?/g, tool.rollingPin],
  [/whisks?/g, tool.whisk],
  [/spoons?|ladles?/g, tool.spoon],
  [/spatulas?|turners?|slices?/g, tool.spatula],
  [/sie(ve|ves)|sifters?/g, tool.sieve],
  [/(proving|proofing) baskets?|bannetons?/g, scaled(0.92, tool.provingBasket)]
]

/** What a kitchen holds: vessels on the table, tools lying on it. */
export const KITCHEN: Lexicon<Posed> = [...posed(stands, STANDING), ...posed(lies, LYING)]

export const drawKitchen = stage({
  schemes: ALL_SCHEMES,
  items: KITCHEN,
  others: [
    stands(vessel.jar),
    stands(vessel.jug),
    stands(enlarged(1.1, vessel.bowl)),
    stands(vessel.casserole),
    stands(ware.herbPot)
  ]
})
