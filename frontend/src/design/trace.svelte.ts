// Where a number comes from: one panel for the page, beside what has the pointer or the focus.

import type { TraceRow } from './types'

export const trace = $state({ rows: [] as TraceRow[], title: '', top: 0, left: 0, pinned: false })

const WIDTH = 440
const ROOM = 8

export function show(of: Element, title: string, rows: TraceRow[], pinned = false): void {
  const box = of.getBoundingClientRect()
  const width = Math.min(WIDTH, window.innerWidth - 2 * ROOM)
  const left = Math.max(ROOM, Math.min(box.left, window.innerWidth - width - ROOM))
  const below = box.bottom + 4
  const top = below > window.innerHeight * 0.6 ? Math.max(ROOM, box.top - 4) : below
  Object.assign(trace, { rows, title, top, left, pinned })
}

export function hide(force = false): void {
  if (force || !trace.pinned) Object.assign(trace, { rows: [], title: '', pinned: false })
}
