// Requests about runs of models for a design.

import { json, path, sourceOf } from '../lib/api'
import type { Job, Problem, Source, View } from '../lib/types'

export interface RunOption {
  name: string
  label: string
  kind: 'whole' | 'choice' | 'quantity' | 'flag' | 'part' | 'changes'
  says: string
  like: string
  choices: string[]
  low: number | null
  high: number | null
}

export interface RunModel {
  name: string
  title: string
  cost: string
  goes_on: boolean
  options: RunOption[]
}

export interface RunSystem {
  system: string
  parts: Record<string, string[]>
  refused: Record<string, string>
}

export interface Run {
  key: string
  model: string
  title: string
  system: string
  options: Record<string, string>
  asked: number
  state: 'waiting' | 'running' | 'stopped' | 'done' | 'failed'
  headline: string
  is_present: boolean
  why_earlier: string
  has_part: boolean
}

export interface About {
  name: string
  about: { models: RunModel[]; systems: RunSystem[] } | null
  failed: Problem | null
  runs: Run[]
}

export interface OpenedRun {
  run: Run
  view: View | null
  failed: Problem | null
}

const BASE = '/api/design/runs'
const post = (body: unknown): RequestInit => ({ method: 'POST', body: JSON.stringify(body) })

export const about = (name: string): Promise<About> => json(`${BASE}/about/${path(name)}`)
export const look = (name: string): Promise<Job> => json(`${BASE}/look/${path(name)}`, post({}))
export const open = (name: string, key: string): Promise<OpenedRun> => json(`${BASE}/view/${path(`${name}/${key}`)}`)

export const start = (
  name: string,
  asked: { model: string; system: string; options: Record<string, string>; partial?: boolean },
): Promise<{ key: string; job: Job }> => json(`${BASE}/start/${path(name)}`, post(asked))

export const forget = (name: string, key: string): Promise<{ key: string }> =>
  json(`${BASE}/forget/${path(`${name}/${key}`)}`, post({}))

export const partsOf = (name: string, key: string): Source => sourceOf('design/runs', `${name}/${key}`)
