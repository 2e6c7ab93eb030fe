// Described series, marks and bands drawn onto the canvas of uPlot.

import type uPlot from 'uplot'
import { placesIn } from './detail'
import type { Range } from './scales'
import { ARROWS, SHAPES } from './shapes'
import type { Label, Mark, Series, Style } from './types'

const DASHES: Record<string, number[]> = { '-': [], '--': [5, 3], ':': [1.5, 2.5], '-.': [6, 2.5, 1.5, 2.5] }
const POINT = 96 / 72 // CSS pixels in a point
const MANY = 1000 // points of a line
const DENSE = 2.5 // points in a column of pixels, from which a line is drawn by columns

const scheme = matchMedia('(prefers-color-scheme: dark)')
export const isDark = (): boolean => scheme.matches

export function drawPanel(u: uPlot, marks: Mark[], series: Series[], visible: Range, labels: Label[] = []): void {
  const { ctx, bbox } = u
  ctx.save()
  ctx.beginPath()
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height)
  ctx.clip()
  for (const mark of marks) if (mark.until !== null) band(u, mark)
  for (const one of series) drawSeries(u, one, visible)
  for (const mark of marks) across(u, mark)
  for (const label of labels) write(u, label)
  ctx.restore()
}

// A colour of print on paper, lighter on a dark page.
export function onPage(colour: string): string {
  if (!isDark()) return colour
  const channels = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
  return `rgb(${channels.map((value) => Math.round(value + (255 - value) * 0.45)).join(' ')})`
}

function band(u: uPlot, mark: Mark): void {
  const { ctx, bbox } = u
  const [from, to] = [mark.at, mark.until ?? mark.at].map((value) => u.valToPos(value, mark.axis, true)) as [
    number,
    number,
  ]
  ctx.globalAlpha = 0.15
  ctx.fillStyle = onPage(mark.colour)
  if (mark.axis === 'x') ctx.fillRect(from, bbox.top, Math.max(to - from, 1), bbox.height)
  else ctx.fillRect(bbox.left, Math.min(from, to), bbox.width, Math.abs(to - from))
  ctx.globalAlpha = 1
}

function across(u: uPlot, mark: Mark): void {
  if (mark.line === '') return
  const { ctx, bbox } = u
  const at = u.valToPos(mark.at, mark.axis, true)
  stroke(ctx, mark.colour, 1.2, mark.line)
  ctx.beginPath()
  const [from, to] = mark.ends ?? [0, 1]
  if (mark.axis === 'x') {
    ctx.moveTo(at, bbox.top + bbox.height * (1 - from))
    ctx.lineTo(at, bbox.top + bbox.height * (1 - to))
  } else {
    ctx.moveTo(bbox.left + bbox.width * from, at)
    ctx.lineTo(bbox.left + bbox.width * to, at)
  }
  ctx.stroke()
}

function write(u: uPlot, label: Label): void {
  const { ctx } = u
  const place = position(u, label.x, label.y)
  if (place === null) return
  ctx.font = `${11 * devicePixelRatio}px system-ui, sans-serif`
  ctx.textAlign = label.left ? 'right' : 'left'
  ctx.fillStyle = onPage(label.colour)
  ctx.fillText(label.text, place[0] + (label.left ? -8 : 8) * devicePixelRatio, place[1] - 7 * devicePixelRatio)
}

function drawSeries(u: uPlot, one: Series, visible: Range): void {
  const { ctx } = u
  ctx.globalAlpha = one.style.opacity
  if (one.low !== null && one.high !== null && one.style.line === '' && one.style.marker === '') area(u, one)
  else if (one.low !== null && one.high !== null) intervals(u, one)
  if (one.style.line !== '') line(u, one, placesIn(one, visible))
  if (one.style.marker !== '') markers(u, one)
  ctx.globalAlpha = 1
}

function line(u: uPlot, one: Series, [first, stop]: Range): void {
  const { ctx } = u
  if (one.style.line === '-' && stop - first > DENSE * u.bbox.width) return bars(u, one, [first, stop])
  stroke(ctx, one.style.colour, one.style.width * POINT, one.style.line)
  if (stop - first > MANY) ctx.lineJoin = 'bevel' // rounded corners cost much and are not seen
  ctx.beginPath()
  let pen = false
  for (let k = first; k < stop; k++) {
    const place = position(u, one.x[k], one.y[k])
    if (place === null) pen = false
    else if (pen) ctx.lineTo(...place)
    else {
      ctx.moveTo(...place)
      pen = true
    }
  }
  ctx.stroke()
}

// A line with several points in a column of pixels: from the lowest to the highest of each column, which looks the
// same and is drawn much faster. A column begins where the one before it ended, so that no gap is between them.
function bars(u: uPlot, one: Series, [first, stop]: Range): void {
  const { ctx } = u
  const width = Math.max(Math.round(one.style.width * POINT * devicePixelRatio), 1)
  ctx.fillStyle = onPage(one.style.colour)
  ctx.beginPath()
  let [at, low, high, before] = [NaN, 0, 0, NaN]
  const close = (): void => {
    if (!Number.isNaN(at)) ctx.rect(at, low, width, high - low + width)
  }
  for (let k = first; k < stop; k++) {
    const place = position(u, one.x[k], one.y[k])
    if (place === null) {
      close()
      ;[at, before] = [NaN, NaN]
      continue
    }
    const [x, y] = [Math.round(place[0]), Math.round(place[1])]
    if (x === at) {
      low = Math.min(low, y)
      high = Math.max(high, y)
    } else {
      close()
      at = x
      low = Number.isNaN(before) ? y : Math.min(before, y)
      high = Number.isNaN(before) ? y : Math.max(before, y)
    }
    before = y
  }
  close()
  ctx.fill()
}

function markers(u: uPlot, one: Series): void {
  const { ctx } = u
  const size = Math.max(one.style.size, 2.5) * POINT * devicePixelRatio
  stroke(ctx, one.style.colour, 1.2, '-')
  ctx.fillStyle = onPage(one.style.colour)
  for (let k = 0; k < one.x.length; k++) {
    const place = position(u, one.x[k], one.y[k])
    if (place === null) continue
    ctx.beginPath()
    outline(ctx, one.style, place, size / 2)
    if (one.style.filled && ARROWS[one.style.marker] === undefined) ctx.fill()
    ctx.stroke()
  }
}

function outline(ctx: CanvasRenderingContext2D, style: Style, [x, y]: [number, number], r: number): void {
  const lines = ARROWS[style.marker]
  const shape = SHAPES[style.marker]
  if (lines !== undefined) {
    for (const [ax, ay, bx, by] of lines) {
      ctx.moveTo(x + ax * r, y + ay * r)
      ctx.lineTo(x + bx * r, y + by * r)
    }
  } else if (shape === undefined) ctx.arc(x, y, style.marker === '.' ? r / 2 : r, 0, 2 * Math.PI)
  else {
    shape.forEach(([dx, dy], k) => (k === 0 ? ctx.moveTo(x + dx * r, y + dy * r) : ctx.lineTo(x + dx * r, y + dy * r)))
    ctx.closePath()
  }
}

function intervals(u: uPlot, one: Series): void {
  stroke(u.ctx, one.style.colour, 1, '-')
  u.ctx.beginPath()
  for (let k = 0; k < one.x.length; k++) {
    const [from, to] = [position(u, one.x[k], one.low?.[k]), position(u, one.x[k], one.high?.[k])]
    if (from === null || to === null) continue
    u.ctx.moveTo(...from)
    u.ctx.lineTo(...to)
  }
  u.ctx.stroke()
}

function area(u: uPlot, one: Series): void {
  const places = [...one.x.keys()]
  const edge = [
    ...places.map((k) => position(u, one.x[k], one.low?.[k])),
    ...places.reverse().map((k) => position(u, one.x[k], one.high?.[k])),
  ].filter((place) => place !== null)
  u.ctx.fillStyle = onPage(one.style.colour)
  u.ctx.beginPath()
  edge.forEach((place, k) => (k === 0 ? u.ctx.moveTo(...place) : u.ctx.lineTo(...place)))
  u.ctx.fill()
}

function position(u: uPlot, x: number | null | undefined, y: number | null | undefined): [number, number] | null {
  if (x === null || x === undefined || y === null || y === undefined || Number.isNaN(x) || Number.isNaN(y)) return null
  const place: [number, number] = [u.valToPos(x, 'x', true), u.valToPos(y, 'y', true)]
  return Number.isFinite(place[0]) && Number.isFinite(place[1]) ? place : null
}

function stroke(ctx: CanvasRenderingContext2D, colour: string, width: number, dash: string): void {
  ctx.strokeStyle = onPage(colour)
  ctx.lineWidth = width * devicePixelRatio
  ctx.lineJoin = 'round'
  ctx.setLineDash((DASHES[dash] ?? []).map((value) => value * devicePixelRatio))
}
