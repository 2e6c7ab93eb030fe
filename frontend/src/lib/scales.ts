// Limits of axes: those that the figure sets, else those of the data with a margin.

import { placesIn } from './detail'
import type { Axis, Panel, Series } from './types'

export type Range = [number, number]
const MARGIN = 0.04

export function limits(axis: Axis, values: Iterable<number | null>, more: number[] = []): Range {
  let low = Infinity
  let high = -Infinity
  const isLog = axis.scale === 'log'
  for (const list of [values, more]) {
    for (const value of list) {
      if (value === null || !Number.isFinite(value) || (isLog && value <= 0)) continue
      if (value < low) low = value
      if (value > high) high = value
    }
  }
  if (low > high) return isLog ? [0.1, 10] : [0, 1]
  if (isLog) return [axis.low ?? low / 1.3, axis.high ?? high * 1.3]
  const room = MARGIN * (high - low || Math.abs(high) || 1)
  return [axis.low ?? low - room, axis.high ?? high + room]
}

export function limitsX(panel: Panel, series: Series[]): Range {
  return limits(panel.x, all(series, (one) => [one.x]), ends(panel, 'x'))
}

// The limits of y over the points that are visible, with the lines across the panel.
export function limitsY(panel: Panel, series: Series[], visible: Range): Range {
  function* inside(): Iterable<number | null> {
    for (const one of series) {
      const [first, stop] = placesIn(one, visible)
      for (let k = first; k < stop; k++) {
        const x = one.x[k]
        if (x === null || x === undefined || x < visible[0] || x > visible[1]) continue
        yield one.y[k] ?? null
        if (one.low !== null) yield one.low[k] ?? null
        if (one.high !== null) yield one.high[k] ?? null
      }
    }
  }
  const across = panel.marks.filter((mark) => mark.axis === 'y' && mark.until === null && mark.line !== '')
  return limits(panel.y, inside(), across.map((mark) => mark.at))
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

const ends = (panel: Panel, axis: 'x' | 'y'): number[] =>
  panel.marks.filter((mark) => mark.axis === axis).flatMap((mark) => [mark.at, mark.until ?? mark.at])

function* all(series: Series[], pick: (one: Series) => Series['x'][]): Iterable<number | null> {
  for (const one of series) for (const list of pick(one)) yield* list
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
