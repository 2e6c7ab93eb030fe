// What all pages share: the workspace, the jobs and what they say, and the problem that is shown.

import * as api from './api'
import type { Job, Problem, Workspace } from './types'

const AGAIN = 2000 // ms after which a lost server is asked again
const ENDS = ['done', 'failed', 'cancelled']

export const work = $state({
  workspace: null as Workspace | null,
  jobs: {} as Record<string, Job>, // the last of each task and name
  problem: null as Problem | null,
})

// Called for each change of a job.
type Listener = (job: Job) => Promise<void> | void
const listeners = new Set<Listener>()

export const keyOf = (task: string, name: string): string => `${task}:${name}`
export const jobOf = (task: string, name: string): Job | undefined => work.jobs[keyOf(task, name)]
export const isRunning = (job: Job | undefined): boolean => job !== undefined && !ENDS.includes(job.state)

export async function startWork(): Promise<void> {
  await attempt(refresh)
  void stayConnected()
}

// Runs what may be refused; the page then says what is wrong and what to do.
export async function attempt(run: () => Promise<void>): Promise<boolean> {
  try {
    await run()
    return true
  } catch (bad) {
    if (bad instanceof DOMException && bad.name === 'AbortError') return false
    work.problem =
      bad instanceof api.Refused ? bad.problem : { what: String(bad), fix: 'This is a bug of natria: report it.' }
    return false
  }
}

export async function refresh(): Promise<void> {
  work.workspace = await api.workspace()
  work.workspace.jobs.forEach(know)
}

// Keeps the newest of what was heard of a job: an answer may come after an event that is later.
export function know(job: Job): void {
  const key = keyOf(job.task, job.name)
  const known = work.jobs[key]
  if (known === undefined || known.id < job.id || (known.id === job.id && job.state !== 'waiting')) work.jobs[key] = job
}

export async function cancel(job: Job): Promise<void> {
  await attempt(async () => know(await api.cancel(job.id)))
}

// Hears of jobs; returns what ends it. For an $effect of a component.
export function hear(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

async function stayConnected(): Promise<void> {
  for (;;) {
    try {
      await api.listen((job) => void attempt(() => heard(job)))
    } catch (bad) {
      if (bad instanceof api.Refused && bad.status !== 0) {
        work.problem = bad.problem
        return
      }
    }
    await new Promise((done) => setTimeout(done, AGAIN))
    await attempt(refresh)
  }
}

async function heard(job: Job): Promise<void> {
  know(job)
  for (const listener of listeners) await listener(job)
  if (ENDS.includes(job.state)) soon()
}

const PAUSE = 1000 // ms between two looks at the workspace while many jobs end
let last = 0
let waits = false

function soon(): void {
  if (waits) return
  waits = true
  setTimeout(() => {
    waits = false
    last = Date.now()
    void attempt(refresh)
  }, Math.max(0, last + PAUSE - Date.now()))
}
