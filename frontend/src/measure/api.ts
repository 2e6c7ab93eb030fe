// Requests of this page: the parts of a measurement, what is chosen of them, figures as files.

import { blob, json, path, sourceOf } from '../lib/api'
import type { Job, PartList, Plot, Problem, Source, View } from '../lib/types'
import type { Chosen } from './compare'

export const parts = (name: string): Promise<PartList> => json(`/api/measure/parts/${path(name)}`)

export const pick = (name: string, chosen: string, signal: AbortSignal): Promise<{ chosen: number[]; plots: Plot[]; problem: Problem | null }> =>
  json(`/api/measure/pick/${path(name)}?${new URLSearchParams({ chosen })}`, { signal })

export const measureNew = (): Promise<Job[]> => json('/api/measure/all', { method: 'POST' })
export const cancelAll = (): Promise<Job[]> => json('/api/measure/cancel-all', { method: 'POST' })

// The parts of a recording; of a choice of its parts the figures are those that are shown.
export const sourceOfRecording = (name: string, chosen = ''): Source => sourceOf('measure', name, chosen)

export const saveAll = (name: string): Promise<Blob> => blob(`/api/measure/everything/${path(name)}`)
export const saveNumbers = (name: string, format: string): Promise<Blob> =>
  blob(`/api/measure/numbers/${path(name)}?${new URLSearchParams({ format })}`)

export const compare = (entries: Chosen[]): Promise<{ name: string; job: Job | null }> =>
  json('/api/measure/compare', { method: 'POST', body: JSON.stringify({ entries }) })

export const comparison = (name: string): Promise<{ view: View | null; failed: Problem | null }> =>
  json(`/api/measure/comparison/${path(name)}`)
