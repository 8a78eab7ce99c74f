import * as doll from './dolls.ts'
import * as game from './games.ts'
import { ALL_SCHEMES } from './palette.ts'
import * as play from './playthings.ts'
import { enlarged, hangs, leans, lies, posed, scaled, stage, stands } from './stage.ts'
import type { Item, Posed } from './stage.ts'
import type { Lexicon } from './subject.ts'

const STANDING: Lexicon<Item> = [
  [/blocks?|bricks?|construction/g, play.blocks],
  [/trains?|locomotives?|railways?/g, play.train],
  [/cars?|trucks?|lorry|tractors?|bus(es)?/g, play.car],
  [/boats?|ships?|yachts?/g, play.boat],
  [/ducks?/g, play.duck],
  [/(rocking )?horses?|pon(y|ies)|unicorns?/g, play.horse],
  [/rings?|stackers?/g, play.rings],
  [/\bark\b|noah's ark/g, play.ark],
  [/(spinning )?tops?|yo-?yos?/g, play.top],
  [/bears?/g, play.bear],
  [/elephants?/g, enlarged(0.94, play.elephant)],
  [/animals?: bears?/g, play.bear],
  [/animals?: elephants?/g, enlarged(0.94, play.elephant)],
  [/marble runs?|marbles?/g, play.marbleRun],
  [/drums?|xylophones?/g, enlarged(0.94, play.drum)],
  [/balls?/g, play.ball],
  [/mohair bears?|teddy( bears?)?|soft toys?|monkeys?|dogs?/g, doll.teddy],
  [/rabbits?|hares?|bunn(y|ies)/g, enlarged(0.85, doll.rabbit)],
  [/dolls?/g, doll.doll],
  [/puppets?/g, doll.puppets],
  [/kaleidoscopes?|telescopes?/g, doll.kaleidoscope],
  [/looms?|weaving/g, doll.loom],
  [/chess( sets?)?/g, doll.chess],
  [/dice( cups?)?/g, doll.diceCup],
  [/cubes?/g, doll.cube]
]

const LEANING: Lexicon<Item> = [
  [/draughts|checkers|chess ?boards?/g, game.chessBoard],
  [/backgammon( cases?)?/g, game.backgammon],
  [/nine men's morris|morris/g, game.morris],
  [/memory( games?)?|lotto|pairs/g, game.memory],
  [/\bgo sets?|\bgo\b/g, game.goBoard],
  [/(jigsaw )?puzzles?/g, game.jigsaw],
  [/tangrams?/g, game.tangram],
  [/games?|quiz/g, game.gameBox]
]

const LYING: Lexicon<Item> = [
  [/domino(es)?( sets?)?/g, scaled(0.92, game.dominoes)],
  [/(playing )?cards?/g, scaled(0.84, game.cards)]
]

/** What is played with. */
export const TOYS: Lexicon<Posed> = [
  ...posed(stands, STANDING),
  ...posed(leans, LEANING),
  [/kites?/g, hangs(scaled(0.84, doll.kite))],
  ...posed(lies, LYING)
]

export const drawToy = stage({
  schemes: ALL_SCHEMES,
  items: TOYS,
  others: [stands(play.blocks), leans(game.gameBox), stands(play.rings), leans(game.jigsaw)]
})
