// A choice of parts as text: 1, 5, 10:20.

import type { PartList } from '../lib/types'

export type Part = PartList['parts'][number]

// The numbers as ranges of those that there are.
export function textOf(chosen: number[], every: number[]): string {
  const wanted = new Set(chosen)
  if (wanted.size === every.length && every.length > 1) return 'all'
  const runs: [number, number][] = []
  let open = false
  for (const one of every) {
    const run = runs[runs.length - 1]
    if (!wanted.has(one)) open = false
    else if (open && run !== undefined) run[1] = one
    else {
      runs.push([one, one])
      open = true
    }
  }
  return runs.map(([from, until]) => (from === until ? `${from}` : until === from + 1 ? `${from}, ${until}` : `${from}:${until}`)).join(', ')
}
