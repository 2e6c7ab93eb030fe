// Limits of axes: those that the figure sets, else those of the data with a margin.

import { placesIn } from './detail'
import type { Axis, Panel, Series } from './types'

export type Range = [number, number]
const MARGIN = 0.04

type Values = ArrayLike<number | null>
type Ends = { low: number; high: number }

// Widens the ends by values from a place to another one; plain loops, as a frame does this for thousands of points.
function widen(ends: Ends, values: Values, isLog: boolean, first = 0, stop = values.length, among?: Values, visible?: Range): void {
  for (let k = first; k < stop; k++) {
    const value = values[k]
    if (value === null || value === undefined || !Number.isFinite(value) || (isLog && value <= 0)) continue
    if (among !== undefined && visible !== undefined) {
      const x = among[k]
      if (x === null || x === undefined || x < visible[0] || x > visible[1]) continue
    }
    if (value < ends.low) ends.low = value
    if (value > ends.high) ends.high = value
  }
}

const nothing = (): Ends => ({ low: Infinity, high: -Infinity })

function limits(axis: Axis, { low, high }: Ends): Range {
  const isLog = axis.scale === 'log'
  if (low > high) return isLog ? [0.1, 10] : [0, 1]
  if (isLog) return [axis.low ?? low / 1.3, axis.high ?? high * 1.3]
  const room = MARGIN * (high - low || Math.abs(high) || 1)
  return [axis.low ?? low - room, axis.high ?? high + room]
}

export function limitsX(panel: Panel, series: Series[]): Range {
  const [ends, isLog] = [nothing(), panel.x.scale === 'log']
  for (const one of series) widen(ends, one.x, isLog)
  const marks = panel.marks.filter((mark) => mark.axis === 'x')
  widen(ends, marks.flatMap((mark) => [mark.at, mark.until ?? mark.at]), isLog)
  return limits(panel.x, ends)
}

// The limits of y over the points that are visible, with the lines across the panel.
export function limitsY(panel: Panel, series: Series[], visible: Range): Range {
  const [ends, isLog] = [nothing(), panel.y.scale === 'log']
  for (const one of series) {
    const [first, stop] = placesIn(one, visible)
    for (const values of [one.y, one.low, one.high]) if (values !== null) widen(ends, values, isLog, first, stop, one.x, visible)
  }
  const across = panel.marks.filter((mark) => mark.axis === 'y' && mark.until === null && mark.line !== '')
  widen(ends, across.map((mark) => mark.at), isLog)
  return limits(panel.y, ends)
}

// Both ranges widened so that a unit is as long on one axis as on the other.
export function equalised(x: Range, y: Range, width: number, height: number): [Range, Range] {
  const per = Math.max((x[1] - x[0]) / width, (y[1] - y[0]) / height)
  const grow = ([low, high]: Range, size: number): Range => {
    const more = (per * size - (high - low)) / 2
    return [low - more, high + more]
  }
  return [grow(x, width), grow(y, height)]
}

const DECADES = 3 // from which on only powers of ten are written

// Ticks of a logarithmic axis: powers of ten, with 2 and 5 where there are few decades.
export function logTicks(low: number, high: number): number[] {
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))]
  const steps = Math.log10(high / low) < DECADES ? [1, 2, 5] : [1]
  const every = Math.ceil((last - first) / 10)
  const found: number[] = []
  for (let power = first; power <= last; power++) {
    if (steps.length === 1 && (power - first) % every !== 0) continue
    for (const step of steps) found.push(Number(`${step}e${power}`))
  }
  const inside = found.filter((at) => at >= low * (1 - 1e-9) && at <= high * (1 + 1e-9))
  return inside.length > 2 ? inside : evenTicks(low, high)
}

// Round numbers at equal distances, for an axis of less than a decade.
function evenTicks(low: number, high: number): number[] {
  const rough = (high - low) / 5
  const size = 10 ** Math.floor(Math.log10(rough))
  const step = size * ([1, 2, 5].find((one) => one * size >= rough) ?? 10)
  const first = Math.ceil(low / step)
  const count = Math.floor(high / step) - first + 1
  return Array.from({ length: Math.max(count, 0) }, (_, k) => Number(((first + k) * step).toPrecision(10)))
}
