// What the page of the study asks the server for, and what it gets.

import { blob, json, path } from '../lib/api'
import type { Job, Problem, View } from '../lib/types'

export interface Subject {
  name: string
  kind: string
  title: string
  state: 'new' | 'done' | 'failed'
  says: string
}

export interface StudyNumber {
  id: string
  shown: string
  ends: string
  by: string
  mark: string
  agreement: string
  within: boolean | null
  says: string
  why: string
}

export interface StudyRow {
  id: string
  quantity: string
  explains: string
  system: string
  conditions: string
  kind: string
  verdict: string
  numbers: Record<string, StudyNumber[]>
  refused: string[]
  means: string
}

export interface StudyTable {
  columns: Record<string, string>
  numbers: string[]
  rows: StudyRow[]
  legend: Record<string, string>
  filters: Record<string, Record<string, number>>
  score: string
  scores: string[]
  refusals: { says: string; quantities: string; targets: string[] }[]
  means: string
}

export interface StudyView extends Omit<View, 'table'> {
  table?: StudyTable
  files?: string[]
}

export interface Asked {
  data: { system: string; name: string }[]
  area: string
  all_curves: boolean
}

export interface OpenedStudy {
  name: string
  asked: Asked
  systems: string[]
  view: StudyView | null
  failed: Problem | null
}

export const subjects = async (): Promise<Subject[]> =>
  (await json<{ subjects: Subject[] }>('/api/study/subjects')).subjects
export const open = (name: string): Promise<OpenedStudy> => json(`/api/study/view/${path(name)}`)
export const run = (name: string, asked: Asked): Promise<Job> =>
  json(`/api/study/run/${path(name)}`, { method: 'POST', body: JSON.stringify(asked) })
export const trace = async (name: string, id: string): Promise<string> =>
  (await json<{ trace: string }>(`/api/study/trace/${path(name)}?id=${encodeURIComponent(id)}`)).trace
export const report = (name: string, page: boolean): Promise<Blob> =>
  blob(`/api/study/report/${path(name)}${page ? '?page=1' : ''}`)
