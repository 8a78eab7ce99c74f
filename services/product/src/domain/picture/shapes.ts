/** Left, top, width and height in the picture's units (400 by 500). */
export type Box = readonly [x: number, y: number, width: number, height: number]
export type Point = readonly [x: number, y: number]

/** Path data of a box, its corners rounded by `radius`. */
export const box = ([x, y, width, height]: Box, radius = 0): string =>
  radius === 0
    ? `M${short(x)} ${short(y)}h${short(width)}v${short(height)}h${short(-width)}z`
    : `M${short(x + radius)} ${short(y)}h${short(width - 2 * radius)}${corner(radius, 1, 1)}` +
      `v${short(height - 2 * radius)}${corner(radius, -1, 1)}h${short(2 * radius - width)}` +
      `${corner(radius, -1, -1)}v${short(2 * radius - height)}${corner(radius, 1, -1)}z`

/** Path data of a circle. */
export const circle = (x: number, y: number, radius: number): string => oval([x, y, radius, radius])

/** Path data of an ellipse: its middle and its two radii. */
export const oval = ([x, y, across, down]: Box): string =>
  `M${short(x - across)} ${short(y)}a${short(across)} ${short(down)} 0 1 0 ${short(2 * across)} 0` +
  `a${short(across)} ${short(down)} 0 1 0 ${short(-2 * across)} 0z`

/** Path data of straight lines from point to point, closed. */
export const polygon = (...points: readonly Point[]): string =>
  `M${points.map(([x, y]) => `${short(x)} ${short(y)}`).join('L')}z`

/** Path data of a straight line from point to point, open. */
export const line = (...points: readonly Point[]): string =>
  `M${points.map(([x, y]) => `${short(x)} ${short(y)}`).join('L')}`

/**
 * Path data of what a lathe would turn: `profile` lists half widths and heights, top to bottom.
 * The outline runs smoothly; a point given twice makes a corner.
 */
export const turned = (middle: number, ...profile: readonly Point[]): string => {
  const right: Point[] = profile.map(([half, y]) => [middle + half, y])
  const left: Point[] = profile.toReversed().map(([half, y]) => [middle - half, y])
  return `M${smooth(right)}L${smooth(left)}z`
}

/** A filled shape. */
export const fill = (path: string, colour: string): string => `<path d="${path}" fill="${colour}"/>`

/** A filled shape that lets through what is below it. */
export const tint = (path: string, colour: string, opacity: number): string =>
  `<path d="${path}" fill="${colour}" opacity="${opacity}"/>`

/** A line along the path, with round ends. */
export const stroke = (path: string, colour: string, width = 3): string =>
  `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${short(width)}"/>`

/** A shape with a bright and a dark side: the light comes from the upper left (see `frame`). */
export const solid = (path: string, colour: string): string =>
  `<path d="${path}" fill="${colour}"/><path d="${path}" fill="url(#l)"/>`

/** The shapes as one, moved, turned or scaled. */
export const group = (transform: string, ...shapes: readonly string[]): string =>
  `<g transform="${transform}">${shapes.join('')}</g>`

/** The shapes as one, letting through what is below them. */
export const faint = (opacity: number, ...shapes: readonly string[]): string =>
  `<g opacity="${opacity}">${shapes.join('')}</g>`

/** The shapes as one, cut to a path. The name of the cut must be unique within a picture. */
export const cut = (name: string, path: string, ...shapes: readonly string[]): string =>
  `<clipPath id="${name}"><path d="${path}"/></clipPath>` +
  `<g clip-path="url(#${name})">${shapes.join('')}</g>`

/** The shapes as one, with a shadow on the surface right behind them. */
export const laid = (...shapes: readonly string[]): string =>
  `<g filter="url(#s)">${shapes.join('')}</g>`

/** The shapes, turned by `degrees` around a point. */
export const turnedBy = (degrees: number, [x, y]: Point, ...shapes: readonly string[]): string =>
  group(`rotate(${short(degrees)} ${short(x)} ${short(y)})`, ...shapes)

/** A number with at most one decimal: the fewest bytes that nobody can see. */
export const short = (value: number): string => String(Math.round(value * 10) / 10)

const corner = (radius: number, right: number, down: number): string =>
  `a${short(radius)} ${short(radius)} 0 0 1 ` + `${short(radius * right)} ${short(radius * down)}`

/** Quadratic curves through the middles between the points: every point pulls, none overshoots. */
const smooth = (points: readonly Point[]): string => {
  const [first, ...rest] = points
  const last = rest.at(-1)
  if (first === undefined || last === undefined) return ''
  const turns = rest.slice(0, -1).map(([x, y], index) => {
    const [nextX, nextY] = rest[index + 1] ?? last
    return `Q${short(x)} ${short(y)} ${short((x + nextX) / 2)} ${short((y + nextY) / 2)}`
  })
  return `${short(first[0])} ${short(first[1])}${turns.join('')}L${short(last[0])} ${short(last[1])}`
}
