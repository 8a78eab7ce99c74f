import { fill, group, short } from './shapes.ts'

/** Path data of a leaf from (0, 0) upwards: half its foot, how far its sides reach, its length. */
export const blade = (foot: number, reach: number, length: number): string => {
  const [low, high] = [short(length * 0.42), short(length * 0.8)]
  const [wide, slim] = [short(reach), short(reach * 0.6)]
  return (
    `M-${foot} 0C-${wide}-${low}-${slim}-${high} 0-${length}` +
    `C${slim}-${high} ${wide}-${low} ${foot} 0z`
  )
}

/** One leaf that grows from (x, y) along an angle in degrees, upright being 0. */
export const leaf = (
  at: readonly [number, number, number],
  size: readonly [number, number],
  colour: string
): string => {
  const [x, y, angle] = at
  const [length, width] = size
  return group(`translate(${x} ${y}) rotate(${angle})`, fill(blade(0, width, length), colour))
}
