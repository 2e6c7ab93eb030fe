// Files that the page hands out: exactly what is plotted.

import type { Panel, Series } from './types'
import { axisText } from './words'

export function download(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

// A name for a file that begins with the name of what is open: of recordings, designs and studies alike.
export function fileName(of: string, what: string): string {
  const stem = of.startsWith('=') ? 'comparison' : of.replace(/\.[^./]*$/, '').replace(/[^\p{L}\p{N}._-]+/gu, '-')
  return [stem, what].filter((part) => part !== '').join('-')
}

// A pair of columns for each series; a cell that a spreadsheet would evaluate is quoted.
export function csvOf(parts: { panel: Panel; series: Series }[]): string {
  const heads = parts.flatMap(({ panel, series }) => {
    const name = series.name === '' ? '' : `${series.name}: `
    return [`${name}${axisText(panel.x)}`, `${name}${axisText(panel.y)}`]
  })
  const rows = Math.max(0, ...parts.map(({ series }) => series.x.length))
  const lines = Array.from({ length: rows }, (_, k) =>
    parts.flatMap(({ series }) => [cell(series.x[k]), cell(series.y[k])]).join(','),
  )
  return [heads.map(quoted).join(','), ...lines, ''].join('\n')
}

const cell = (value: number | null | undefined): string =>
  value === null || value === undefined || Number.isNaN(value) ? '' : String(value)

function quoted(text: string): string {
  const safe = /^[=+@-]/.test(text) ? `'${text}` : text
  return `"${safe.replaceAll('"', '""')}"`
}
