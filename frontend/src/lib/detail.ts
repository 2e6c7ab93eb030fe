// A long stored series on the page: a coarse copy of all of it, and a fine one of the stretch that was looked at last.
// A frame never waits for the server: it draws what is there, and the fine copy comes after.

import type { Range } from './scales'
import type { Panel, Series, Source } from './types'

const POINTS = 4000 // of the visible stretch
const ALL = 4000 // of the coarse copy
const BESIDE = 0.75 // of its width, that is fetched on either side of what is visible
const WAIT = 60 // ms after the last movement
const REST = 160 // ms after the last turn of a wheel, which goes on in steps

export class Detail {
  series: Series[]
  private coarse: Series[]
  private fine: Range | null = null
  private fetching: AbortController | undefined
  private timer = 0
  private isThere = false // the coarse copy

  constructor(
    readonly panel: Panel,
    private readonly source: Source,
    private readonly changed: () => void,
  ) {
    this.series = this.coarse = panel.series
  }

  get isStored(): boolean {
    return this.panel.series.some((one) => one.stored !== null)
  }

  async start(): Promise<void> {
    if (!this.isStored) return
    const found = await this.fetched(null, ALL)
    this.coarse = this.series = found
    this.fine = null
    this.isThere = true
    this.changed()
  }

  // Asks for the fine copy of a stretch, once nothing has moved for a moment.
  want(visible: Range | null, failed: (run: () => Promise<void>) => void, turns = false): void {
    window.clearTimeout(this.timer)
    if (!this.isThere || visible === null) return
    const width = visible[1] - visible[0]
    const enough = this.fine !== null && this.fine[0] <= visible[0] && this.fine[1] >= visible[1]
    if (enough && this.fine !== null && this.fine[1] - this.fine[0] < 1.2 * (1 + 2 * BESIDE) * width) return
    this.timer = window.setTimeout(() => {
      failed(async () => {
        const stretch: Range = [visible[0] - BESIDE * width, visible[1] + BESIDE * width]
        const found = await this.fetched(stretch, Math.round(POINTS * (1 + 2 * BESIDE)))
        this.series = found.map((one, k) => merged(this.coarse[k] ?? one, one))
        this.fine = stretch
        this.changed()
      })
    }, turns ? REST : WAIT)
  }

  stop(): void {
    window.clearTimeout(this.timer)
    this.fetching?.abort()
  }

  private async fetched(stretch: Range | null, points: number): Promise<Series[]> {
    this.fetching?.abort()
    const current = (this.fetching = new AbortController())
    return Promise.all(
      this.panel.series.map(async (one) =>
        one.stored === null ? one : { ...one, ...(await this.source.series(one.stored, stretch, points, current.signal)) },
      ),
    )
  }
}

// The fine copy with the coarse one on either side of it.
function merged(coarse: Series, fine: Series): Series {
  if (fine.stored === null || fine.x.length === 0) return coarse
  const [from, until] = [fine.x[0] ?? 0, fine.x[fine.x.length - 1] ?? 0]
  const [first, last] = [firstAt(coarse.x, from), firstAt(coarse.x, until)]
  const joined = (of: (one: Series) => Series['x']): Float64Array => {
    const [wide, close] = [of(coarse) as Float64Array, of(fine) as Float64Array]
    const after = wide.subarray(Math.min(last + 1, wide.length))
    const all = new Float64Array(first + close.length + after.length)
    all.set(wide.subarray(0, first))
    all.set(close, first)
    all.set(after, first + close.length)
    return all
  }
  return { ...fine, x: joined((one) => one.x), y: joined((one) => one.y) }
}

// The first place of x, which does not fall, that is not below a value.
export function firstAt(x: Series['x'], value: number): number {
  let [low, high] = [0, x.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((x[middle] ?? -Infinity) < value) low = middle + 1
    else high = middle
  }
  return low
}

// The places of a series between two values of x, with one beyond each; all where x may fall.
export function placesIn(one: Series, visible: Range): Range {
  if (one.stored === null) return [0, one.x.length]
  return [Math.max(firstAt(one.x, visible[0]) - 1, 0), Math.min(firstAt(one.x, visible[1]) + 1, one.x.length)]
}
