import { darkRoom, room, surface, wall } from './frame.ts'
import { group, laid, short, turnedBy } from './shapes.ts'
import { byWords } from './subject.ts'
import type { Choices, Chooser } from './chooser.ts'
import type { Scheme } from './palette.ts'
import type { Drawing, Lexicon } from './subject.ts'

/** The colours and choices that a thing is drawn with, and what is printed on it. */
export type Look = Scheme & { readonly chooser: Chooser; readonly name: string }

/** Draws one thing on the field of 400 by 500. */
export type Item = (look: Look) => string

/**
 * A thing and how it is shown. It stands on a table (drawn on a base line at 418), shining if it is a
 * lamp; it hangs on a wall; it lies on a surface, turned, or leaning a little (these three are drawn
 * around 200, 250).
 */
export type Posed = { readonly pose: Pose; readonly item: Item }
export type Pose = 'stands' | 'shines' | 'hangs' | 'lies' | 'leans'

/** What a name can be drawn as, and what it is drawn as if no word of it is known. */
export type Stock = {
  readonly schemes: Choices<Scheme>
  readonly items: Lexicon<Posed>
  readonly others: Choices<Posed>
}

/** The drawing of whatever the product's name says, else of something of its kind. */
export const stage =
  ({ schemes, items, others }: Stock): Drawing =>
  (subject, chooser) => {
    const look = { ...chooser.pick(schemes), chooser, name: subject.name }
    const { pose, item } = byWords(subject.name, items) ?? chooser.pick(others)
    return shown(look, pose, item)
  }

export const stands = (item: Item): Posed => ({ pose: 'stands', item })
export const shines = (item: Item): Posed => ({ pose: 'shines', item })
export const hangs = (item: Item): Posed => ({ pose: 'hangs', item })
export const lies = (item: Item): Posed => ({ pose: 'lies', item })
export const leans = (item: Item): Posed => ({ pose: 'leans', item })

/** The same pose for many words. */
export const posed = (pose: (item: Item) => Posed, entries: Lexicon<Item>): Lexicon<Posed> =>
  entries.map(([words, item]) => [words, pose(item)] as const)

/** The same thing, larger: for what would look lost, such as a cup. It stays on the base line. */
export const enlarged = (factor: number, item: Item): Item => scaledFrom(418, factor, item)

/**
 * The same thing around its middle, for what lies, leans or hangs: smaller where, turned, it would
 * reach over the edge.
 */
export const scaled = (factor: number, item: Item): Item => scaledFrom(250, factor, item)

/** The same thing, moved down to the base line: for what also lies. */
export const lowered =
  (down: number, item: Item): Item =>
  look =>
    group(`translate(0 ${down})`, item(look))

const scaledFrom =
  (y: number, factor: number, item: Item): Item =>
  look =>
    group(
      `translate(${short(200 - 200 * factor)} ${short(y - y * factor)}) scale(${factor})`,
      item(look)
    )

const shown = (look: Look, pose: Pose, item: Item): string => {
  switch (pose) {
    case 'stands':
      return room(look, look.chooser) + onTable(look, item)
    case 'shines':
      return darkRoom(look) + onTable(look, item)
    case 'hangs':
      return wall(look, look.chooser) + onWall(look, item)
    case 'lies':
      return fromAbove(look, item, look.chooser.pick([-30, -18, 18, 30]))
    case 'leans':
      return fromAbove(look, item, look.chooser.pick([-7, 6]))
    default:
      return pose satisfies never
  }
}

const onTable = (look: Look, item: Item): string => {
  const scale = 0.96 + look.chooser.fraction() * 0.12
  const x = 200 - 200 * scale + look.chooser.between(-8, 8)
  const placed = `translate(${short(x)} ${short(384 - 418 * scale)}) scale(${scale.toFixed(3)})`
  return group(placed, item(look))
}

const onWall = (look: Look, item: Item): string => {
  const drawn = item(look)
  return group(`translate(${look.chooser.between(-6, 6)} ${look.chooser.between(-8, 8)})`, drawn)
}

const fromAbove = (look: Look, item: Item, angle: number): string => {
  const { chooser } = look
  const below = surface(look, chooser)
  return below + laid(turnedBy(angle + chooser.between(-4, 4), [200, 250], item(look)))
}
