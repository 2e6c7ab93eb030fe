// Pointers on a plot: a box that zooms, a drag that moves, two fingers that pinch.

import type uPlot from 'uplot'
import type { Range } from './scales'

export type Drag = 'zoom' | 'move'
export interface Window {
  x: Range | null
  y: Range | null // null: as the data need
}

interface Settings {
  mode: () => Drag
  window: () => { x: Range; y: Range; yIsSet: boolean }
  show: (to: Window) => void
  isLog: { x: boolean; y: boolean }
}

const FLAT = 30 // px: a lower box zooms one axis only
const LEAST = 5 // px
type At = { x: number; y: number }

export function gestures(u: uPlot, settings: Settings): () => void {
  const over = u.over
  const down = new Map<number, At>()
  let began: { at: At; x: Range; y: Range; yIsSet: boolean; moves: boolean } | null = null

  const place = (event: PointerEvent): At => {
    const box = over.getBoundingClientRect()
    return { x: event.clientX - box.left, y: event.clientY - box.top }
  }
  const scaled = ([low, high]: Range, isLog: boolean): Range => (isLog ? [Math.log(low), Math.log(high)] : [low, high])
  const back = ([low, high]: Range, isLog: boolean): Range => (isLog ? [Math.exp(low), Math.exp(high)] : [low, high])
  const shifted = (range: Range, share: number, isLog: boolean): Range => {
    const [low, high] = scaled(range, isLog)
    return back([low + share * (high - low), high + share * (high - low)], isLog)
  }

  function press(event: PointerEvent): void {
    if (event.button !== 0) return
    down.set(event.pointerId, place(event))
    over.setPointerCapture(event.pointerId)
    const moves = event.pointerType === 'touch' || (settings.mode() === 'move') !== event.shiftKey
    began = { at: place(event), ...settings.window(), moves }
  }

  function drag(event: PointerEvent): void {
    const before = down.get(event.pointerId)
    if (before === undefined || began === null) return
    const now = place(event)
    if (down.size === 2) pinch(event.pointerId, before, now)
    else if (began.moves) {
      const [dx, dy] = [now.x - began.at.x, now.y - began.at.y]
      const x = shifted(began.x, -dx / over.clientWidth, settings.isLog.x)
      settings.show({ x, y: began.yIsSet ? shifted(began.y, dy / over.clientHeight, settings.isLog.y) : null })
    } else u.setSelect(boxOf(began.at, now), false)
    down.set(event.pointerId, now)
  }

  function boxOf(a: At, b: At): { left: number; top: number; width: number; height: number } {
    const flat = Math.abs(a.y - b.y) < FLAT
    const thin = !flat && Math.abs(a.x - b.x) < FLAT
    return {
      left: thin ? 0 : Math.min(a.x, b.x),
      top: flat ? 0 : Math.min(a.y, b.y),
      width: thin ? over.clientWidth : Math.abs(a.x - b.x),
      height: flat ? over.clientHeight : Math.abs(a.y - b.y),
    }
  }

  function pinch(id: number, before: At, now: At): void {
    const other = [...down].find(([one]) => one !== id)?.[1]
    if (other === undefined) return
    const [was, is] = [Math.abs(before.x - other.x), Math.abs(now.x - other.x)]
    if (was < LEAST || is < LEAST) return
    const [low, high] = scaled(settings.window().x, settings.isLog.x)
    const around = low + ((high - low) * other.x) / over.clientWidth
    const by = was / is
    settings.show({ x: back([around + (low - around) * by, around + (high - around) * by], settings.isLog.x), y: null })
  }

  function lift(event: PointerEvent): void {
    const known = down.delete(event.pointerId)
    const start = began
    began = null
    if (!known || start === null || start.moves || event.type === 'pointercancel') return clear()
    const box = boxOf(start.at, place(event))
    clear()
    if (box.width < LEAST || box.height < LEAST) return
    const wide = box.width === over.clientWidth && box.left === 0
    const high = box.height === over.clientHeight
    const x = [box.left, box.left + box.width].map((at) => u.posToVal(at, 'x')) as Range
    const y = [box.top + box.height, box.top].map((at) => u.posToVal(at, 'y')) as Range
    settings.show({ x: wide ? start.x : x, y: high ? (start.yIsSet ? start.y : null) : y })
  }

  const clear = (): void => u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)

  const EVENTS: [string, (event: PointerEvent) => void][] = [
    ['pointerdown', press],
    ['pointermove', drag],
    ['pointerup', lift],
    ['pointercancel', lift],
  ]
  for (const [name, act] of EVENTS) over.addEventListener(name, act as EventListener)
  return () => {
    for (const [name, act] of EVENTS) over.removeEventListener(name, act as EventListener)
  }
}
