// What the server describes of a design: systems, fields, the picture of the cell, limits, numbers and curves.

import type { Plot } from '../lib/types'

export interface DesignEntry {
  name: string
  title: string
  is_own: boolean
  modified: number
  has_draft: boolean
}

export interface OpenedDesign {
  name: string
  text: string
  state: string
  is_own: boolean
  path: string
  draft: { text: string; state: string } | null
}

export interface TextProblem {
  where: string
  what: string
  fix: string
  line: number | null
}

export interface NumberField {
  path: string
  part: string
  label: string
  explains: string
  role: string
  unit: string
  value: number | null
  shown: string
  spread: string
  kind: string
  source: string
  low: number | null
  high: number | null
  least: number | null
  most: number | null
  log: boolean
  example: string
  locked: string
}

export interface ChoiceField {
  path: string
  part: string
  label: string
  value: string
  options: { value: string; says: string }[]
  of_key: boolean
  note: string
}

export interface Layer {
  id: string
  part: string
  name: string
  made_of: string[]
  pattern: string
  thickness: number | null
  shown: string
  path: string
  choices: string[]
  note: string
  mirrored: boolean
}

// What is asked of a new layer; without options it is typed.
export interface LayerField {
  key: string
  label: string
  kind: 'name' | 'choice' | 'number' | 'words'
  says: string
  example: string
  options: { value: string; says: string }[]
  needed: boolean
  value: string
}

export interface LayerKind {
  table: string
  title: string
  place: number
  fields: LayerField[]
}

// A place for a new layer: on the left of the layer `at` of the picture.
export interface LayerPlace {
  at: number
  between: string
  kinds: LayerKind[]
}

// What can be done with a layer of the picture; `left` and `right` are those that it changes places with.
export interface LayerActs {
  id: string
  table: string
  name: string
  left: string
  right: string
}

export interface Described {
  systems: { id: string; says: string }[]
  system: string
  title: string
  fields: { numbers: NumberField[]; choices: ChoiceField[] }
  picture: { layers: Layer[]; scale: string }
  stack: { places: LayerPlace[]; acts: LayerActs[]; why: string }
  cautions: string[]
}

export interface TraceRow {
  depth: number
  quantity: string
  value: string
  origin: string
  kind: string
  id: string
  path: string
}

export interface LimitRow {
  id: string
  name: string
  law: string
  consequence: string
  state: string
  use: number | null
  low: number | null
  high: number | null
  failing: number | null
  limit: string
  now: string
  explains: string
  says: string
  verdict: string
  why: string
  trace: TraceRow[]
}

export interface Missing {
  quantity: string
  why: string
}

export interface Limits {
  headline: string
  limits: LimitRow[]
  missing: Missing[]
  curves: [string, string][]
}

export interface AnswerRow {
  id: string
  term: string
  quantity: string
  explains: string
  shown: string
  conditions: string
  verdict: string
  why: string
  method: string
  trace: TraceRow[]
}

export interface Answers {
  answers: AnswerRow[]
  missing: Missing[]
}

export interface Curve {
  plots: Plot[]
  refused: string
  crossings: { limit: string; value: string; consequence: string; rising: boolean }[]
}

// A curve that is shown: of what, over which number.
export interface ShownCurve {
  of: string
  over: string
  curve: Curve | null
}
