// Frames of a film drawn on a canvas: colours of its steps, lines, axes.

import type { Film, FilmAxis, FilmPanel } from '../lib/types'
import { axisText, tickText } from '../lib/words'

export const NOTHING = 255
const LEFT = 52 // px of the y axis
const BELOW = 38 // px of the x axis
const ROOM = 10 // px at the other sides
const TALLEST = 420 // px of the drawn field

export interface FilmBox {
  width: number
  height: number
  left: number
  top: number
  wide: number
  tall: number
}

// Where the field lies on a canvas of a width: one unit is equally long on both axes, unless that is too tall or flat.
export function boxOf(film: Film, width: number): FilmBox {
  const wide = Math.max(width - LEFT - ROOM, 40)
  const shape = (film.y.high - film.y.low) / (film.x.high - film.x.low)
  const tall = Math.min(Math.max(wide * shape, 60), TALLEST)
  return { width, height: tall + BELOW + ROOM, left: LEFT, top: ROOM, wide, tall }
}

// One frame of a panel as an image, its highest row on top.
export function imageOf(film: Film, panel: FilmPanel, bytes: Uint8Array, frame: number): OffscreenCanvas {
  const { rows, columns } = film
  const table = [...Array(256).keys()].map((step) => channels(step === NOTHING ? panel.empty : (panel.colours[step] ?? panel.empty)))
  const image = new ImageData(columns, rows)
  const start = frame * rows * columns
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const colour = table[bytes[start + row * columns + column] ?? NOTHING] as [number, number, number]
      const at = 4 * ((rows - 1 - row) * columns + column)
      image.data[at] = colour[0]
      image.data[at + 1] = colour[1]
      image.data[at + 2] = colour[2]
      image.data[at + 3] = 255
    }
  }
  const canvas = new OffscreenCanvas(columns, rows)
  canvas.getContext('2d')?.putImageData(image, 0, 0)
  return canvas
}

export function drawFrame(canvas: HTMLCanvasElement, film: Film, panel: FilmPanel, bytes: Uint8Array, frame: number): void {
  const box = boxOf(film, canvas.clientWidth)
  const scale = devicePixelRatio
  canvas.width = Math.round(box.width * scale)
  canvas.height = Math.round(box.height * scale)
  canvas.style.height = `${box.height}px`
  const ctx = canvas.getContext('2d')
  if (ctx === null) return
  ctx.scale(scale, scale)
  ctx.imageSmoothingEnabled = false
  ctx.drawImage(imageOf(film, panel, bytes, frame), box.left, box.top, box.wide, box.tall)
  drawLines(ctx, film, frame, box)
  drawAxes(ctx, film, box, getComputedStyle(canvas))
}

function drawLines(ctx: CanvasRenderingContext2D, film: Film, frame: number, box: FilmBox): void {
  ctx.save()
  ctx.beginPath()
  ctx.rect(box.left, box.top, box.wide, box.tall)
  ctx.clip()
  for (const line of film.lines) {
    for (const [colour, width] of [['#ffffff', 2.6], [line.colour, 1.2]] as const) {
      ctx.strokeStyle = colour
      ctx.lineWidth = width
      ctx.setLineDash(line.line === '--' && width < 2 ? [5, 3] : [])
      for (const path of line.paths[frame] ?? []) {
        ctx.beginPath()
        for (let k = 0; k + 1 < path.length; k += 2) {
          const [x, y] = [across(film.x, box, path[k] ?? 0), up(film.y, box, path[k + 1] ?? 0)]
          if (k === 0) ctx.moveTo(x, y)
          else ctx.lineTo(x, y)
        }
        ctx.stroke()
      }
    }
  }
  ctx.restore()
}

function drawAxes(ctx: CanvasRenderingContext2D, film: Film, box: FilmBox, style: CSSStyleDeclaration): void {
  ctx.setLineDash([])
  ctx.strokeStyle = ctx.fillStyle = style.getPropertyValue('--soft').trim()
  ctx.lineWidth = 1
  ctx.font = '12px system-ui, sans-serif'
  ctx.strokeRect(box.left, box.top, box.wide, box.tall)
  ctx.textAlign = 'center'
  ctx.textBaseline = 'top'
  for (const value of ticks(film.x, box.wide / 60)) {
    const x = across(film.x, box, value)
    tick(ctx, x, box.top + box.tall, x, box.top + box.tall + 4)
    ctx.fillText(tickText(value), x, box.top + box.tall + 5)
  }
  ctx.fillText(axisText(film.x), box.left + box.wide / 2, box.top + box.tall + 21, box.wide)
  ctx.textAlign = 'right'
  ctx.textBaseline = 'middle'
  for (const value of ticks(film.y, box.tall / 30)) {
    const y = up(film.y, box, value)
    tick(ctx, box.left - 4, y, box.left, y)
    ctx.fillText(tickText(value), box.left - 6, y)
  }
  ctx.textAlign = 'center'
  ctx.save()
  ctx.translate(8, box.top + box.tall / 2)
  ctx.rotate(-Math.PI / 2)
  ctx.fillText(axisText(film.y), 0, 0, box.tall + BELOW)
  ctx.restore()
}

function tick(ctx: CanvasRenderingContext2D, x0: number, y0: number, x1: number, y1: number): void {
  ctx.beginPath()
  ctx.moveTo(x0, y0)
  ctx.lineTo(x1, y1)
  ctx.stroke()
}

const across = (axis: FilmAxis, box: FilmBox, value: number): number =>
  box.left + ((value - axis.low) / (axis.high - axis.low)) * box.wide
const up = (axis: FilmAxis, box: FilmBox, value: number): number =>
  box.top + box.tall - ((value - axis.low) / (axis.high - axis.low)) * box.tall

// Round values on an axis, at most so many.
export function ticks(axis: { low: number; high: number }, most: number): number[] {
  const raw = (axis.high - axis.low) / Math.max(Math.min(most, 6), 1)
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = power * ([1, 2, 5, 10].find((one) => one * power >= raw) ?? 10)
  const first = Math.ceil(axis.low / step - 1e-9)
  const found: number[] = []
  for (let k = first; k * step <= axis.high + 1e-9 * step; k++) found.push(Number((k * step).toPrecision(12)))
  return found
}

// What stands at a place of a canvas, in the units of the film.
export function readAt(film: Film, panel: FilmPanel, bytes: Uint8Array, frame: number, width: number, x: number, y: number): string {
  const box = boxOf(film, width)
  const [right, above] = [(x - box.left) / box.wide, (box.top + box.tall - y) / box.tall]
  if (right < 0 || right >= 1 || above < 0 || above >= 1) return ''
  const row = Math.floor(above * film.rows)
  const step = bytes[(frame * film.rows + row) * film.columns + Math.floor(right * film.columns)] ?? NOTHING
  const place = [[film.x, right], [film.y, above]].map(([axis, share]) => {
    const one = axis as FilmAxis
    return `${(one.low + (one.high - one.low) * (share as number)).toPrecision(3)} ${one.unit}`
  })
  return `${place.join(', ')}: ${valueText(panel, step)}`
}

function valueText(panel: FilmPanel, step: number): string {
  if (step === NOTHING) return 'no value'
  if (panel.names.length > 0) return panel.names[step] ?? ''
  const share = step / 254
  const value = panel.scale === 'log' ? panel.low * (panel.high / panel.low) ** share : panel.low + (panel.high - panel.low) * share
  return `${value.toPrecision(3)} ${panel.unit === '1' ? '' : panel.unit}`
}

function channels(colour: string): [number, number, number] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)) as [number, number, number]
}
