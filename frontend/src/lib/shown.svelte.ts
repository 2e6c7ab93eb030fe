// What the parts of a page say to a plot of it: show this stretch, mark these; and what it shows.

import type { Range } from './scales'

export const shown = $state({
  jump: { plot: '', range: null as Range | null, count: 0 },
  bands: { plot: '', ranges: [] as Range[] },
  windows: {} as Record<string, Range | null>, // the visible stretch of each plot
})

const ROOM = 0.04 // beside what is shown

// Lets a plot show a stretch of its x axis, and brings it into view.
export function showIn(plot: string, [from, until]: Range): void {
  const room = ROOM * (until - from || 1)
  shown.jump = { plot, range: [from - room, until + room], count: shown.jump.count + 1 }
}

export function markIn(plot: string, ranges: Range[]): void {
  shown.bands = { plot, ranges }
}
