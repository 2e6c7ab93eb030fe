// Requests to the server. The token of this start comes in the fragment of the address, and goes in a header.

import type { Job, Opened, Problem, Source, Workspace } from './types'

const KEY = 'natria-token'
const GIVEN = /^#token=([\w-]+)$/

export class Refused extends Error {
  constructor(
    readonly problem: Problem,
    readonly status: number,
  ) {
    super(problem.what)
  }
}

// Takes the token out of the address, so that it is in no bookmark; says whether there was one.
export function takeToken(): boolean {
  const found = GIVEN.exec(location.hash)?.[1]
  if (found === undefined) return false
  sessionStorage.setItem(KEY, found)
  history.replaceState(null, '', location.pathname + '#/')
  return true
}

function headers(): Record<string, string> {
  return { 'x-natria-token': sessionStorage.getItem(KEY) ?? '' }
}

async function ask(path: string, options: RequestInit = {}): Promise<Response> {
  let answer: Response
  try {
    answer = await fetch(path, { ...options, headers: { ...headers(), ...options.headers } })
  } catch (bad) {
    if (bad instanceof DOMException) throw bad
    throw new Refused({ what: 'The server does not answer.', fix: 'Start it again with: natria app' }, 0)
  }
  if (!answer.ok) {
    const problem = (await answer.json().catch(() => null)) as Problem | null
    throw new Refused(problem ?? { what: `The server answered ${answer.status}.`, fix: '' }, answer.status)
  }
  return answer
}

// Each part of a name by itself: a folder and a file stay two parts.
export const path = (name: string): string => name.split('/').map(encodeURIComponent).join('/')

export async function json<T>(to: string, options: RequestInit = {}): Promise<T> {
  return (await (await ask(to, options)).json()) as T
}

export const blob = async (to: string, options: RequestInit = {}): Promise<Blob> => (await ask(to, options)).blob()

export const workspace = (): Promise<Workspace> => json('/api/workspace')
export const open = (name: string): Promise<Opened> => json(`/api/measure/view/${path(name)}`)
export const cancel = (id: number): Promise<Job> => json(`/api/jobs/${id}/cancel`, { method: 'POST' })

export const example = (id: string): Promise<{ name: string }> =>
  json(`/api/measure/example/${encodeURIComponent(id)}`, { method: 'POST' })

export const measure = (name: string, options: Record<string, string>): Promise<Job> =>
  json(`/api/measure/run/${path(name)}`, { method: 'POST', body: JSON.stringify(options) })

export const upload = (file: File, name: string): Promise<{ name: string }> =>
  json(`/api/measure/file/${path(name)}`, { method: 'PUT', body: file })

// The stored parts of a view, with figures that the server saves; `chosen` are the parts of which they are figures.
export const sourceOf = (page: string, name: string, chosen = ''): Source => ({
  ...partsOf(page, name),
  save: (asked) => blob(`/api/${page}/export/${path(name)}`, { method: 'POST', body: JSON.stringify({ ...asked, chosen }) }),
})

// The stored parts of a view: of which page, and of what.
export function partsOf(page: string, name: string): Source {
  return {
    async picture(file) {
      const answer = await ask(`/api/${page}/picture/${path(name)}?file=${encodeURIComponent(file)}`)
      return URL.createObjectURL(await answer.blob())
    },
    async frames(array) {
      const answer = await ask(`/api/${page}/frames/${path(name)}?array=${encodeURIComponent(array)}`)
      return new Uint8Array(await answer.arrayBuffer())
    },
    async file(wanted) {
      return (await ask(`/api/${page}/file/${path(name)}?file=${encodeURIComponent(wanted)}`)).blob()
    },
    // The visible window of a stored series in the units of its axes.
    async series(stored, window, points, signal) {
      const query = new URLSearchParams({ x: stored.x, y: stored.y, points: String(points) })
      if (window !== null) {
        query.set('low', String(window[0] / stored.per_x))
        query.set('high', String(window[1] / stored.per_x))
      }
      const answer = await ask(`/api/${page}/series/${path(stored.of || name)}?${query}`, { signal })
      const both = new Float64Array(await answer.arrayBuffer())
      const half = both.length / 2
      return {
        x: both.subarray(0, half).map((value) => value * stored.per_x),
        y: both.subarray(half).map((value) => value * stored.per_y),
      }
    },
  }
}

// Server-sent events by fetch, as an EventSource sends no header. Ends when the server stops.
export async function listen(tell: (job: Job) => void): Promise<void> {
  const answer = await ask('/api/events')
  if (answer.body === null) return
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    const events = (rest + value).split('\n\n')
    rest = events.pop() ?? ''
    for (const event of events) {
      if (event.startsWith('data: ')) tell(JSON.parse(event.slice(6)) as Job)
    }
  }
}
