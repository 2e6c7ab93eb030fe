// What the cursor of a plot is at: the nearest point of its series.

import type uPlot from 'uplot'
import { firstAt } from './detail'
import type { Axis, Panel, Series } from './types'

const NEAR = 30 // px

export const valueText = (value: number, axis: Axis, digits: number): string =>
  `${Number(value.toPrecision(digits)).toLocaleString('en', { maximumSignificantDigits: digits })}${axis.unit === '' ? '' : ` ${axis.unit}`}`

export interface Read {
  x: string
  y: string
  refs: string[] // ids of the findings at the cursor
}

// Along a series whose x does not fall, the reading at the cursor; else the point that is near in both directions.
export function readAt(u: uPlot, panel: Panel, series: Series[]): Read | null {
  const { left, top } = u.cursor
  if (left === undefined || left < 0) return null
  const along = series.filter((one) => one.stored !== null)
  if (along.length === 1 && along[0] !== undefined) return alongAt(u, panel, along[0], left)
  if (top === undefined || top < 0) return null
  let best = NEAR ** 2
  let found: Read | null = null
  for (const one of series) {
    for (let k = 0; k < one.x.length; k++) {
      const [x, y] = [one.x[k], one.y[k]]
      if (x === null || x === undefined || y === null || y === undefined) continue
      const away = (u.valToPos(x, 'x') - left) ** 2 + (u.valToPos(y, 'y') - top) ** 2
      if (away >= best) continue
      best = away
      const refs = one.refs ?? []
      const named = one.name || refs.join(', ')
      const name = named === '' ? '' : `${named}: `
      found = { refs, x: `${name}${panel.x.label} ${valueText(x, panel.x, 6)}`, y: `${panel.y.label} ${valueText(y, panel.y, 5)}` }
    }
  }
  return found
}

function alongAt(u: uPlot, panel: Panel, one: Series, left: number): Read | null {
  const at = u.posToVal(left, 'x')
  let k = firstAt(one.x, at)
  if (k > 0 && at - (one.x[k - 1] ?? 0) < (one.x[k] ?? Infinity) - at) k -= 1
  const [x, y] = [one.x[k], one.y[k]]
  if (x === null || x === undefined || y === null || y === undefined) return null
  return { refs: [], x: `${panel.x.label} ${valueText(x, panel.x, 7)}`, y: `${panel.y.label} ${valueText(y, panel.y, 5)}` }
}
