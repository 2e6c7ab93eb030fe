// What the page of the literature asks the server for, and what it gets.

import { blob, json, path } from '../lib/api'
import type { Plot } from '../lib/types'

export interface Choice {
  value: string
  label: string
  count: number
  unit: string
  like: string[]
}

export interface Filter {
  name: string
  label: string
  kind: 'choice' | 'text' | 'range' | 'pairs'
  choices: Choice[]
  unit_of: string
  hint: string
}

export interface Cited {
  key: string
  title: string
  journal: string
  year: number
  doi: string
  facts: number
  own: boolean
}

export interface Described {
  filters: Filter[]
  columns: { id: string; label: string; is_number: boolean }[]
  facts: number
  papers: Cited[]
}

export interface FactsPage {
  found: number
  of: number
  offset: number
  rows: { id: string; cells: string[] }[]
}

export interface Look {
  rule: string
  outcome: string
  arithmetic: string
  says: string
  facts: string[]
}

export interface Fact {
  id: string
  title: string
  value: string
  paper: { title: string; journal: string; year: number; doi: string }
  rows: { label: string; text: string }[]
  checks: Look[]
  near: { id: string; value: string; subject: string; ratio: string; conditions: string }[]
  more: number
  restates: string[]
  trace: string
}

export interface Checks {
  outcomes: string[]
  rules: { rule: string; counts: number[] }[]
  totals: number[]
  facts: number
  looks: Look[]
}

export interface Tabled {
  title: string
  heads: string[]
  rows: string[][]
  says: string
}

export interface Axes {
  maps: { y: string; x: string; title: string }[]
  words: { word: string; label: string; values: number }[]
  partners: { word: string; label: string; pairs: number; why: string }[]
}

export interface Mapped {
  title: string
  says: string
  plot: Plot
  points: Tabled
  ids: string[][] // facts of each row of points
  refused: string[]
  near: { design: string; near: { subject: string; ids: string[]; says: string }[] }[]
  systems: string[]
}

export interface Lives {
  headline: string
  plots: Plot[]
  tables: Tabled[]
  left_out: Tabled
  lives: { value: string; label: string }[]
  covariates: string[]
  by: string[]
}

export const PER_PAGE = 100

const query = (params: URLSearchParams): string => (params.size === 0 ? '' : `?${params}`)

export const describe = (): Promise<Described> => json('/api/literature/describe')
export const facts = (params: URLSearchParams): Promise<FactsPage> => json(`/api/literature/facts${query(params)}`)
export const fact = (id: string): Promise<Fact> => json(`/api/literature/fact/${path(id)}`)
export const checks = (params: URLSearchParams): Promise<Checks> => json(`/api/literature/checks${query(params)}`)
export const file = (form: string, params: URLSearchParams): Promise<Blob> =>
  blob(`/api/literature/file/${form}${query(params)}`)
export const axes = (params: URLSearchParams): Promise<Axes> => json(`/api/literature/axes${query(params)}`)
export const map = (params: URLSearchParams): Promise<Mapped> => json(`/api/literature/map${query(params)}`)
export const lives = (params: URLSearchParams): Promise<Lives> => json(`/api/literature/lives${query(params)}`)
