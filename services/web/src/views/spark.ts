import { html, type Html } from '@microzon/shared/html'
import type { InstanceModel } from './models.ts'

type Second = InstanceModel['seconds'][number]

const width = 120
const height = 28
const errorHeight = 6

/**
 * Latency over the last seconds as a line; a second without calls leaves a gap, one with errors a
 * mark at the bottom. Scaled to its own worst second. The label says in words what matters.
 */
export function sparkLine(seconds: readonly Second[], label: string): Html {
  const worst = Math.max(1, ...seconds.map(({ meanMs }) => meanMs))
  const step = width / Math.max(1, seconds.length - 1)
  const x = (index: number): string => (index * step).toFixed(1)
  const y = ({ meanMs }: Second): string =>
    (height - 2 - (meanMs / worst) * (height - 4)).toFixed(1)
  const line = seconds
    .map((second, index) => {
      if (second.requests === 0) return ''
      const isStart = index === 0 || seconds[index - 1]?.requests === 0
      // A lone second would be a line of no length, which round ends make a dot.
      return isStart ? `M${x(index)} ${y(second)}h0` : `L${x(index)} ${y(second)}`
    })
    .join('')
  const faults = seconds
    .map(({ errors }, index) => (errors > 0 ? `M${x(index)} ${height}v-${errorHeight}` : ''))
    .join('')
  return html`<svg
    class="spark"
    viewBox="0 0 ${width} ${height}"
    width="${width}"
    height="${height}"
    role="img"
    aria-label="${label}"
  >
    <path class="spark-base" d="M0 ${height - 0.5}h${width}" />
    <path class="spark-line" d="${line}" />
    ${faults !== '' && html`<path class="spark-faults" d="${faults}" />`}
  </svg>`
}
