import * as camp from './camp.ts'
import * as gear from './gear.ts'
import { ALL_SCHEMES } from './palette.ts'
import { enlarged, hangs, leans, lies, posed, stage, stands } from './stage.ts'
import { throwOver } from './textiles.ts'
import { enamelMug } from './vessels.ts'
import { axe, pocketKnife } from './workshop.ts'
import type { Item, Posed } from './stage.ts'
import type { Lexicon } from './subject.ts'

const STANDING: Lexicon<Item> = [
  [/tents?|tarps?|shelters?/g, enlarged(0.9, camp.tent)],
  [/sleeping bags?|bedrolls?|sleeping mats?|\bmats?/g, camp.sleepingBag],
  [/stoves?|burners?|grills?/g, camp.stove],
  [/kettles?|pots?/g, camp.campKettle],
  [/flasks?|thermos/g, camp.flask],
  [/bottles?|canteens?/g, camp.bottle],
  [/mugs?|cups?/g, enlarged(1.2, enamelMug)],
  [/lanterns?|lamps?|torch(es)?|lights?/g, camp.campLantern],
  [/(ruck|back|knap)(sack|pack)s?|bags?|packs?/g, camp.rucksack],
  [/boots?|shoes?/g, camp.boots],
  [/umbrellas?|parasols?/g, camp.umbrella],
  [/hats?|caps?|beanies?/g, camp.hat],
  [/panniers?|saddlebags?/g, camp.pannier],
  [/bicycles?|bikes?|tandems?/g, enlarged(0.94, camp.bicycle)],
  [/baskets?|crates?/g, camp.bikeBasket]
]

const LYING: Lexicon<Item> = [
  [/kni(fe|ves)/g, pocketKnife],
  [/hatchets?|axes?|saws?/g, axe],
  [/ropes?|lines?|cords?/g, gear.rope],
  [/sticks?|poles?|paddles?/g, gear.stick]
]

const LEANING: Lexicon<Item> = [
  [/saddles?/g, camp.saddle],
  [/picnic (blankets?|rugs?)/g, gear.picnic],
  [/compass(es)?/g, gear.compass],
  [/binoculars|telescopes?/g, gear.binoculars],
  [/maps?|map cases?|guides?/g, gear.map],
  [/socks?|stockings/g, gear.socks],
  [/press(es)?/g, gear.press],
  [/bells?/g, gear.bikeBell],
  [/pumps?/g, gear.pump],
  [/(patch|repair|first aid) kits?|kits?/g, gear.patchTin],
  [/scar(f|ves)|gloves?/g, gear.scarf]
]

const HANGING: Lexicon<Item> = [
  [/hammocks?/g, gear.hammock],
  [/blankets?|throws?/g, throwOver]
]

/** What one takes along. */
export const OUTDOORS: Lexicon<Posed> = [
  ...posed(stands, STANDING),
  ...posed(lies, LYING),
  ...posed(leans, LEANING),
  ...posed(hangs, HANGING)
]

export const drawOutdoor = stage({
  schemes: ALL_SCHEMES,
  items: OUTDOORS,
  others: [
    stands(camp.rucksack),
    stands(enlarged(0.9, camp.tent)),
    stands(camp.bottle),
    leans(gear.compass)
  ]
})
