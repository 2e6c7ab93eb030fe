// Requests about designs side by side, and how they stand in an address.

import { json, path } from '../lib/api'
import type { Job, Plot, Problem } from '../lib/types'

export interface SideDesign {
  name: string
  system: string // empty: the one that the file describes first
}

export interface SideCell {
  shown: string
  value: number | null
  spread: number | null
  conditions: string
  verdict: string
  differs: '' | 'same' | 'differs' | 'within' | 'unknown'
  says: string
}

export interface SideRow {
  quantity: string
  unit: string
  explains: string
  method: string
  cells: (SideCell | null)[]
}

export interface Compared {
  columns: { name: string; system: string; title: string; colour: string }[]
  inputs: { path: string; shown: string[] }[]
  sections: { title: string; runs: string[]; rows: SideRow[]; plots: Plot[] }[]
}

const PREFIX = '=compare:'

export const isCompare = (name: string): boolean => name.startsWith(PREFIX)

export const compareName = (designs: SideDesign[]): string =>
  PREFIX + designs.map((one) => [one.name, one.system].filter((part) => part !== '').map(encodeURIComponent).join('@')).join(',')

export function comparedIn(name: string): SideDesign[] {
  const parts = name.slice(PREFIX.length).split(',').filter((part) => part !== '')
  return parts.map((part) => {
    const [first, second] = part.split('@').map(decodeURIComponent)
    return { name: first ?? '', system: second ?? '' }
  })
}

export const start = (designs: SideDesign[]): Promise<{ key: string; job: Job | null }> =>
  json('/api/design/compare', { method: 'POST', body: JSON.stringify({ designs }) })

export const open = (key: string): Promise<{ compared: Compared | null; failed: Problem | null }> =>
  json(`/api/design/compared/${path(key)}`)

export const designs = (): Promise<{ entries: { name: string; title: string }[] }> => json('/api/design/list')

export function csvOfCompared(compared: Compared): string {
  const names = compared.columns.map((one) => `${one.name} ${one.system}`)
  const heads = ['section', 'quantity', 'unit', 'method', ...names.flatMap((name) => [name, `${name}: standard deviation`, `${name}: as shown`, `${name}: against the first`])]
  const rows = compared.sections.flatMap((section) =>
    section.rows.map((row) => [
      section.title,
      row.quantity,
      row.unit,
      row.method,
      ...row.cells.flatMap((cell) => (cell === null ? ['', '', '', ''] : [cell.value ?? '', cell.spread ?? '', cell.shown, cell.says])),
    ]),
  )
  const inputs = compared.inputs.map((row) => ['inputs', row.path, '', '', ...row.shown.flatMap((text) => ['', '', text, ''])])
  return [heads, ...rows, ...inputs].map((row) => row.map(quoted).join(',')).join('\n') + '\n'
}

function quoted(value: string | number): string {
  if (typeof value === 'number') return String(value)
  const safe = /^[=+@-]/.test(value) ? `'${value}` : value
  return `"${safe.replaceAll('"', '""')}"`
}
