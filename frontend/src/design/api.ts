// Requests of the page Design.

import { json } from '../lib/api'
import type { Job, Problem, View } from '../lib/types'
import type { Answers, Curve, Described, DesignEntry, Limits, OpenedDesign, TextProblem } from './types'

const at = (verb: string, name: string): string => `/api/design/${verb}/${encodeURIComponent(name)}`
const send = <T>(to: string, method: string, body: object): Promise<T> =>
  json(to, { method, body: JSON.stringify(body) })

type Live<T> = { problems: TextProblem[] } & Partial<T>

export const list = (): Promise<{ entries: DesignEntry[]; folder: string }> => json('/api/design/list')
export const open = (name: string): Promise<OpenedDesign> => json(at('text', name))

export const save = (name: string, text: string, state: string, draft: string): Promise<{ state: string; problems: TextProblem[] }> =>
  send(at('text', name), 'PUT', { text, state, draft })
export const keepDraft = (name: string, text: string, state: string, draft: string): Promise<{ draft: string }> =>
  send(at('draft', name), 'PUT', { text, state, draft })
export const dropDraft = (name: string, draft: string): Promise<object> => send(at('draft', name), 'DELETE', { draft })

export const copy = (name: string, body: { to?: string; text?: string }): Promise<{ name: string }> =>
  send(at('copy', name), 'POST', body)
export const rename = (name: string, to: string, state: string): Promise<{ name: string }> =>
  send(at('rename', name), 'POST', { to, state })
export const remove = (name: string, state: string): Promise<object> => send(at('text', name), 'DELETE', { state })

export const edit = (name: string, body: { text: string; system: string; path: string; value: string }): Promise<{ text: string; described: Described }> =>
  send(at('edit', name), 'POST', body)

export type LayerChange =
  | { do: 'add'; table: string; place: number; values: Record<string, string> }
  | { do: 'remove'; layer: string }
  | { do: 'move'; layer: string; other: string }

export const layers = (name: string, body: { text: string; system: string } & LayerChange): Promise<{ text: string; described: Described }> =>
  send(at('layers', name), 'POST', body)

interface Asked {
  text: string
  system: string
}
export const described = (name: string, body: Asked): Promise<Live<{ described: Described }>> =>
  send(at('live/described', name), 'POST', body)
export const checked = (name: string, body: Asked): Promise<Live<object>> => send(at('live/checked', name), 'POST', body)
export const limits = (name: string, body: Asked & { ranges: boolean }): Promise<Live<{ limits: Limits }>> =>
  send(at('live/limits', name), 'POST', body)
export const answers = (name: string, body: Asked): Promise<Live<{ answers: Answers }>> =>
  send(at('live/answers', name), 'POST', body)
export const curve = (name: string, body: Asked & { path: string; of: string }): Promise<Live<{ curve: Curve }>> =>
  send(at('live/curve', name), 'POST', body)

export const map = (name: string, body: Asked & { x: string; y: string; of: string }): Promise<{ key: string; job: Job | null }> =>
  send(at('map/run', name), 'POST', body)
export const mapView = (name: string, key: string): Promise<{ view: View | null; failed: Problem | null }> =>
  json(at(`map/view/${key}`, name))
