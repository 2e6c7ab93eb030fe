// What the server describes: the fields of natria.workspace/1 and natria.view/1.

export interface Entry {
  name: string
  size: number
  modified: number
  files: number
  state: 'new' | 'done' | 'failed'
  headline: string
  asked: Record<string, string>
}

export interface Job {
  id: number
  task: string
  name: string
  state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled'
  stage: string
  done: number | null
  left: number | null
  what: string
  fix: string
}

export interface Workspace {
  version: string
  folder: string
  most_upload: number
  entries: Entry[]
  jobs: Job[]
  examples: { id: string; says: string }[]
  options: Option[]
}

// A field of what may be asked; `of` are the kinds of data that it is for.
export interface Option {
  name: string
  label: string
  example: string
  of: string[]
  choices: string[]
  free: boolean
  says: string
  long: boolean // of several lines
}

export interface Axis {
  label: string
  unit: string
  scale: string
  low: number | null
  high: number | null
  ticks?: [number, string][] // names in place of numbers
  reversed?: boolean
  explains?: string // on hover
}

export interface Style {
  colour: string
  line: string
  width: number
  marker: string
  size: number
  filled: boolean
  opacity: number
}

export interface Stored {
  x: string
  y: string
  rows: number
  per_x: number
  per_y: number
  of: string // whose arrays; empty: of what is open
}

type Numbers = (number | null)[] | Float64Array

export interface Series {
  name: string
  style: Style
  x: Numbers
  y: Numbers
  low: Numbers | null
  high: Numbers | null
  stored: Stored | null
  refs?: string[] // ids of the findings that it shows
}

// A text beside a point.
export interface Label {
  x: number
  y: number
  text: string
  colour: string
  left: boolean
}

export interface Mark {
  axis: 'x' | 'y'
  at: number
  until: number | null
  name: string
  colour: string
  line: string
  ends?: [number, number] // of a line, as shares of the panel
  near: [number, number] | null // what is shown of x where one goes to it
}

export interface Panel {
  x: Axis
  y: Axis
  series: Series[]
  marks: Mark[]
  share: number
  equal: boolean
  notes: string[]
  labels?: Label[]
}

export interface Plot {
  id: string
  title: string
  says: string
  panels: Panel[]
  wide: boolean
  picture: string
  height?: number // px of all panels; 0: as the page has it
}

export interface NumberRow {
  id: string
  quantity: string
  explains: string
  shown: string
  value: number | null
  spread: number | null
  unit: string
  conditions: string
  verdict: string
  why: string
  method: string
  origin: string
  group?: string // of rows that fold
}

export interface View {
  stage: string
  title: string
  headline: string
  sentences: string[]
  remarks: string[]
  numbers: NumberRow[]
  plots: Plot[]
  options?: string[] // names of what may be asked of such data
  table?: Table | null
  tables?: Table[] // with a row for each step, folded
  films?: Film[]
  parts?: { what: string; many: string; count: number } | null // from which one chooses, such as cycles
}

// Words and numbers side by side, as the server writes them.
export interface Table {
  title: string
  says: string
  heads: string[]
  rows: string[][]
}

// The parts of a view, and what is plotted of a choice of them.
export interface PartList {
  what: string
  many: string
  columns: { label: string; unit: string }[]
  parts: { number: number; begins: number; ends: number; cells: string[] }[]
  presets: { label: string; chosen: string }[]
  plot: string // on whose x axis they have a place
}

// Fields in frames: the bytes of each panel are steps of its colours, 255 where there is no value.
export interface Film {
  id: string
  title: string
  says: string
  x: FilmAxis
  y: FilmAxis
  along: string
  unit: string
  at: number[]
  rows: number
  columns: number
  panels: FilmPanel[]
  lines: { name: string; colour: string; line: string; paths: number[][][] }[]
  file: string
}

export interface FilmAxis {
  label: string
  unit: string
  low: number
  high: number
}

export interface FilmPanel {
  label: string
  unit: string
  array: string
  low: number
  high: number
  scale: string
  colours: string[]
  names: string[]
  empty: string
}

export interface Problem {
  what: string
  fix: string
}

export interface Opened {
  entry: Entry
  view: View | null
  failed: Problem | null
}

// Where the stored parts of a view come from.
export interface Source {
  series(
    stored: Stored,
    window: [number, number] | null,
    points: number,
    signal: AbortSignal,
  ): Promise<{ x: Float64Array; y: Float64Array }>
  picture(file: string): Promise<string>
  save?(asked: SaveOrder): Promise<Blob>
  frames?(array: string): Promise<Uint8Array> // of a film
  file?(name: string): Promise<Blob>
}

// A figure as it is shown: the visible window of x and of each panel, and the names that are switched off.
export interface SaveOrder {
  plot: string
  format: string
  x: [number, number] | null
  ys: ([number, number] | null)[]
  hidden: string[]
}
