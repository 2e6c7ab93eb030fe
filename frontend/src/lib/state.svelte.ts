// What the page knows: the workspace, the recording that is open, and what goes on.

import * as api from './api'
import type { Chosen } from './drop'
import { sizeText } from './words'
import type { Job, Opened, Problem, Workspace } from './types'

const AGAIN = 2000 // ms after which a lost server is asked again

export const page = $state({
  workspace: null as Workspace | null,
  name: '',
  opened: null as Opened | null,
  jobs: {} as Record<string, Job>, // the last of each recording
  problem: null as Problem | null,
  uploading: '',
})

export async function start(): Promise<void> {
  await attempt(refresh)
  window.addEventListener('hashchange', () => void attempt(follow))
  await attempt(follow)
  void stayConnected()
}

// Runs what may be refused; the page then says what is wrong and what to do.
export async function attempt(run: () => Promise<void>): Promise<boolean> {
  try {
    await run()
    return true
  } catch (bad) {
    if (bad instanceof DOMException && bad.name === 'AbortError') return false
    page.problem =
      bad instanceof api.Refused ? bad.problem : { what: String(bad), fix: 'This is a bug of natria: report it.' }
    return false
  }
}

export async function refresh(): Promise<void> {
  page.workspace = await api.workspace()
  page.workspace.jobs.forEach(know)
}

export async function upload(chosen: Chosen[]): Promise<void> {
  page.problem = null
  const names: string[] = []
  const most = page.workspace?.most_upload ?? Infinity
  for (const { file, name } of chosen) {
    page.uploading = `${name} (${sizeText(file.size)})`
    if (file.size > most) {
      const fix = 'Give a higher --upload-limit, or copy the file into the folder recordings of the workspace.'
      page.problem = { what: `${name} is larger than ${sizeText(most)}.`, fix }
      continue
    }
    await attempt(async () => void names.push((await api.upload(file, name)).name))
  }
  page.uploading = ''
  const first = names[0]
  if (first === undefined) return
  // A folder of several files is opened as one; each of its files can be opened by itself.
  const folder = first.split('/')[0] ?? first
  const together = names.length > 1 && names.every((name) => name.startsWith(`${folder}/`))
  location.hash = `#/file/${encodeURIComponent(together ? folder : first)}`
  await attempt(refresh)
}

export async function measure(options: Record<string, string>): Promise<void> {
  page.problem = null
  await attempt(async () => {
    know(await api.measure(page.name, options))
  })
}

async function follow(): Promise<void> {
  const name = decodeURIComponent(/^#\/file\/(.*)$/.exec(location.hash)?.[1] ?? '')
  page.name = name
  page.opened = null
  page.problem = null
  if (name === '') return
  const opened = await reopen(name)
  if (opened === null) return
  const running = page.jobs[name]
  const isRunning = running !== undefined && ['waiting', 'running'].includes(running.state)
  if (opened.entry.state === 'new' && !isRunning) await measure(opened.entry.asked)
}

// Keeps the newest of what was heard of a recording: an answer may come after an event that is later.
function know(job: Job): void {
  const known = page.jobs[job.name]
  if (known === undefined || known.id < job.id || (known.id === job.id && job.state !== 'waiting')) {
    page.jobs[job.name] = job
  }
}

let asked = 0

// Fetches a recording again; null where another answer was asked for meanwhile.
async function reopen(name: string): Promise<Opened | null> {
  const mine = ++asked
  const opened = await api.open(name)
  if (mine !== asked || page.name !== name) return null
  page.opened = opened
  return opened
}

async function stayConnected(): Promise<void> {
  for (;;) {
    try {
      await api.listen((job) => void attempt(() => heard(job)))
    } catch (bad) {
      if (bad instanceof api.Refused && bad.status !== 0) {
        page.problem = bad.problem
        return
      }
    }
    await new Promise((done) => setTimeout(done, AGAIN))
    await attempt(refresh)
  }
}

async function heard(job: Job): Promise<void> {
  know(job)
  const isEarly = job.state === 'waiting' || (job.state === 'running' && ['', 'reading'].includes(job.stage))
  if (job.name === page.name && !isEarly) await reopen(job.name)
  if (['done', 'failed', 'cancelled'].includes(job.state)) await refresh()
}
