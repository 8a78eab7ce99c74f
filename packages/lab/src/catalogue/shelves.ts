/** What the products of one generated category are called and how they are sold. */
export type Shelf = {
  readonly category: string
  readonly nouns: readonly string[]
  readonly materials: readonly string[]
  /** How the options differ. */
  readonly options: readonly string[]
  /** The cheapest and the dearest first option, in cents. */
  readonly prices: readonly [low: number, high: number]
}

/** Options that many shelves share. */
const SERIES: ReadonlyMap<string, string> = new Map([
  ['sizes', 'Small, Medium, Large, Set of two'],
  ['colours', 'Cream, Deep green, Marigold, Ink blue, Rust'],
  ['centimetres', '20 cm, 26 cm, 32 cm, 40 cm'],
  ['bindings', 'Paperback, Linen hardcover, Large print, Pocket edition'],
  ['discs', 'LP, CD, Two LPs, Boxed set'],
  ['weights', '100 g, 250 g, 500 g, 1 kg']
])

/** Four lines each: path and prices, nouns, what stands before them, options (or their series). */
const TABLE = `
Books/Short Stories: 590 to 2900
  Winter, Harbour, Garden, Letter, Staircase, Orchard, Window
  Last, Quiet, Second, Painted, Borrowed, Northern
  bindings
Books/Sea Stories: 690 to 2900
  Lighthouse, Crossing, Pilot, Tide, Anchor, Estuary, Island
  Distant, Long, Salt, Grey, Southern, Hidden
  bindings
Books/Mysteries: 690 to 2600
  Key, Clockmaker, Ferry, Photograph, Inheritance, Witness, Attic
  Missing, Silent, Brass, Third, Locked, Patient
  bindings
Books/Natural History: 990 to 4800
  Meadow, Hedgerow, Marsh, Beetle, River, Moth, Mountain
  Wild, Lesser, Alpine, Common, Hidden, Local
  bindings
Books/Verse: 590 to 2200
  Almanac, Field, Lantern, Snow, Bird, Road, Hour
  Blue, Early, Ordinary, Unlit, Slow, Open
  bindings
Records/Ensembles: 1250 to 5900
  Quartet, Trio, Serenade, Suite, Divertimento, Quintet
  String, Wind, Piano, Harp, Evening, Garden
  discs
Records/Solo: 1250 to 3900
  Sonata, Preludes, Nocturnes, Variations, Studies, Fantasias
  Piano, Violin, Cello, Lute, Organ, Flute
  discs
Records/Folk: 1150 to 3200
  Dances, Ballads, Shanties, Lullabies, Reels, Carols
  Highland, Coastal, Winter, Village, Mountain, Old
  discs
Kitchen/Cookware: 2400 to 18900
  Saucepan, Casserole, Skillet, Stock Pot, Wok, Milk Pan, Kettle, Roasting Dish
  Copper, Cast-Iron, Enamel, Steel, Carbon Steel
  centimetres
Kitchen/Utensils: 690 to 4200
  Whisk, Spatula, Wooden Spoon, Ladle, Rolling Pin, Sieve, Box Grater
  Beech, Olive Wood, Steel, Cherry, Brass
  sizes
Kitchen/Cutlery: 1290 to 16900
  Paring Knife, Bread Knife, Carving Knife, Cleaver, Kitchen Scissors
  Forged, Carbon Steel, Oak, Walnut, Plum Wood
  sizes
Kitchen/Crockery: 1100 to 8900
  Plate, Soup Bowl, Mug, Milk Jug, Teapot, Espresso Cup, Salad Bowl
  Stoneware, Porcelain, Earthenware, Speckled, Glazed
  colours
Kitchen/Glassware: 790 to 5900
  Tumbler, Carafe, Jug, Storage Jar, Bowl
  Clear, Smoked, Ribbed, Mouth-Blown, Pressed
  sizes
Kitchen/Bakeware: 1190 to 7900
  Loaf Tin, Cake Tin, Mixing Bowl, Proving Basket, Cake Stand
  Steel, Stoneware, Enamel, Rattan, Tinplate
  centimetres
Tools/Striking: 1490 to 8900
  Hammer, Mallet, Claw Hammer, Hatchet
  Ash, Hickory, Forged, Beech, Brass
  200 g, 300 g, 500 g, 800 g
Tools/Cutting: 1790 to 18900
  Chisel, Saw, Dovetail Saw, Rasp, Block Plane, Spokeshave
  Hornbeam, Walnut, Steel, Bronze, Boxwood
  6 mm, 12 mm, 20 mm, Set of four
Tools/Holding: 1290 to 14900
  Pliers, Pincers, Clamp, Vice, Spanner
  Chrome, Forged, Cast-Iron, Hornbeam, Steel
  160 mm, 200 mm, 250 mm
Tools/Marking: 990 to 8900
  Folding Rule, Try Square, Marking Gauge, Spirit Level, Tape Measure, Plumb Bob
  Rosewood, Brass, Beech, Steel, Mahogany
  sizes
Tools/Surfaces: 790 to 4900
  Paint Brush, Linseed Paint, Wood Glue, Workshop Broom, Oil Can
  Natural, Chalk, Fine, Round, Broad
  sizes
Garden/Digging: 1490 to 9900
  Hand Trowel, Digging Spade, Garden Fork, Rake, Draw Hoe, Dibber
  Ash, Forged, Stainless, Copper, Oak
  Standard, Long handle, Narrow
Garden/Pruning: 890 to 7900
  Secateurs, Hedge Shears, Garden Twine, Gardening Gloves
  Forged, Goatskin, Hemp, Steel, Light
  sizes
Garden/Seeds: 250 to 1490
  Tomato Seeds, Carrot Seeds, Bean Seeds, Lettuce Seeds, Radish Seeds, Sunflower Seeds, Basil Seeds
  Heirloom, Early, Late, Striped, Dwarf, Climbing
  25 seeds, 100 seeds, 500 seeds
Garden/Potted Plants: 490 to 8900
  Rosemary, Lavender, Fern, Cactus, Aloe, Geranium, Olive Tree, Lemon Tree, Succulent
  Dwarf, Silver, Trailing, Scented, Hardy
  In an 11 cm pot, In a 15 cm pot, In a 20 cm pot
Garden/Vessels: 650 to 8900
  Watering Can, Flower Pot, Planter, Bucket, Trug Basket
  Zinc, Terracotta, Glazed, Willow, Enamel
  sizes
Stationery/Notebooks: 320 to 3900
  Notebook, Sketchbook, Journal, Diary, Exercise Book
  Cloth, Linen, Canvas, Marbled, Squared
  A6 plain, A5 plain, A5 dotted, B5 ruled
Stationery/Writing: 180 to 8900
  Fountain Pen, Drawing Pencils, Bottled Ink, Dip Pen, Brush
  Brass, Cedar, Resin, Iron, Cherry
  Fine, Medium, Broad
Stationery/Desk: 290 to 5900
  Ruler, Scissors, Stapler, Letter Tray, Pencil Cup, Eraser
  Brass, Birch, Cork, Steel, Natural
  sizes
Stationery/Letters: 490 to 2900
  Letter Paper, Envelopes, Folded Cards, Postcards, Wrapping Paper
  Laid, Cotton, Marbled, Printed, Deckled
  10 sheets, 25 sheets, 50 sheets
Home/Lamps: 2900 to 34900
  Table Lamp, Desk Lamp, Pendant Lamp, Floor Lamp, Wall Lamp, Lantern
  Opal, Brass, Linen, Enamel, Paper
  colours
Home/Textiles: 1400 to 28900
  Throw, Cushion, Tea Towel, Table Cloth, Rug, Bedspread, Napkins
  Lambswool, Linen, Cotton, Striped, Woven
  colours
Home/Vases: 1900 to 12900
  Vase, Bottle Vase, Flower Bowl, Bud Vase
  Stoneware, Glass, Chalk, Clay, Ribbed
  colours
Home/Storage: 2400 to 16900
  Basket, Laundry Basket, Coat Hooks, Picture Frame, Stool
  Willow, Oak, Seagrass, Elm, Ash
  sizes
Home/Clocks: 3900 to 18900
  Wall Clock, Alarm Clock, Mirror
  Enamel, Oak, Brass, Birch, Steel
  colours
Toys/Wooden Toys: 950 to 9900
  Train, Building Blocks, Sailing Boat, Duck, Spinning Top, Stacking Rings, Racing Car
  Beech, Maple, Painted, Oiled, Lime
  Natural, Painted, With box
Toys/Games: 990 to 12900
  Chess Set, Domino Set, Playing Cards, Memory Game, Dice Cup
  Walnut, Travel, Maple, Leather, Classic
  Standard, Travel size, Gift box
Toys/Puzzles: 1190 to 4900
  Jigsaw Puzzle, Puzzle Cube, Tangram
  Wooden, Harbour, Forest, Midnight, Map
  100 pieces, 500 pieces, 1000 pieces
Toys/Soft Toys: 1900 to 10900
  Bear, Rabbit, Doll, Hand Puppet
  Mohair, Linen, Knitted, Cotton, Woollen
  sizes
Food/Preserves: 390 to 1490
  Honey, Raspberry Jam, Marmalade, Damson Jam, Mustard, Capers
  Wild, Alpine, Bitter, Coarse, Island
  200 g jar, 340 g jar, 500 g jar
Food/Tea: 650 to 4900
  Black Tea, Green Tea, Herb Tea, Breakfast Tea
  Smoked, First Flush, Mountain, Garden, Malty
  weights
Food/Coffee: 890 to 5900
  Espresso, Filter Coffee, Mocha Coffee
  Washed, Dark, Honeyed, Highland, Single Farm
  weights
Food/Store Cupboard: 290 to 3900
  Olive Oil, Sea Salt, Lentils, Spaghetti, Rye Flour, Wine Vinegar
  Stone-Ground, Early, Grey, Bronze-Drawn, Small
  weights
Outdoors/Camp: 1200 to 49900
  Tent, Sleeping Bag, Camp Kettle, Enamel Mug, Lantern, Flask, Hammock
  Canvas, Down, Steel, Cotton, Waxed
  colours
Outdoors/Trail: 1800 to 24900
  Rucksack, Walking Stick, Compass, Wool Socks, Hat, Umbrella, Boots
  Waxed, Hazel, Merino, Leather, Brass
  sizes
Outdoors/Bicycle: 750 to 16900
  Bicycle Bell, Saddle, Bicycle Basket, Panniers, Pump
  Brass, Leather, Willow, Canvas, Polished
  colours
`

const listOf = (line = ''): readonly string[] => line.split(', ')

const shelfOf = ([head = '', nouns, materials, options = '']: readonly string[]): Shelf => {
  const [, category = '', low, high] = /^(.+): (\d+) to (\d+)$/.exec(head) ?? []
  return {
    category,
    nouns: listOf(nouns),
    materials: listOf(materials),
    options: listOf(SERIES.get(options) ?? options),
    prices: [Number(low), Number(high)]
  }
}

const lines = TABLE.trim()
  .split('\n')
  .map(line => line.trim())

/** Every generated category, on two levels. */
export const SHELVES: readonly Shelf[] = Array.from({ length: lines.length / 4 }, (_, index) =>
  shelfOf(lines.slice(index * 4, index * 4 + 4))
)
