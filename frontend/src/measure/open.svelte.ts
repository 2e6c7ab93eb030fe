// The recording that is open on this page, and uploads.

import * as api from '../lib/api'
import { go, route } from '../lib/route.svelte'
import { attempt, isRunning, jobOf, know, refresh, work } from '../lib/work.svelte'
import { sizeText } from '../lib/words'
import type { Job, Opened } from '../lib/types'
import type { Chosen } from './drop'

let asked = 0 // answers of the server

export const recording = $state({ opened: null as Opened | null, uploading: '' })

export async function upload(chosen: Chosen[]): Promise<void> {
  work.problem = null
  const names: string[] = []
  const most = work.workspace?.most_upload ?? Infinity
  for (const [k, { file, name }] of chosen.entries()) {
    const place = chosen.length > 1 ? `${k + 1} of ${chosen.length}: ` : ''
    recording.uploading = `${place}${name} (${sizeText(file.size)})`
    if (file.size > most) {
      const fix = 'Give a higher --upload-limit, or copy the file into the folder recordings of the workspace.'
      work.problem = { what: `${name} is larger than ${sizeText(most)}.`, fix }
      continue
    }
    await attempt(async () => void names.push((await api.upload(file, name)).name))
  }
  recording.uploading = ''
  const first = names[0]
  if (first === undefined) return
  // A folder of several files is opened as one; each of its files can be opened by itself.
  const folder = first.split('/')[0] ?? first
  const together = names.length > 1 && names.every((name) => name.startsWith(`${folder}/`))
  go('measure', together ? folder : first)
  await attempt(refresh)
}

export async function measure(options: Record<string, string>): Promise<void> {
  work.problem = null
  await attempt(async () => know(await api.measure(route.name, options)))
}

// Opens a recording, and measures it where nobody has.
export async function openRecording(name: string): Promise<void> {
  recording.opened = null
  work.problem = null
  asked += 1
  if (name === '') return
  const opened = await reopen(name)
  const job = jobOf('measure', name)
  // One that waits in a long queue goes first now that somebody looks at it.
  if (opened?.entry.state === 'new' && (!isRunning(job) || job?.state === 'waiting')) await measure(opened.entry.asked)
}

export async function heard(job: Job): Promise<void> {
  const isEarly = job.state === 'waiting' || (job.state === 'running' && ['', 'reading'].includes(job.stage))
  if (job.task === 'measure' && job.name === route.name && route.page === 'measure' && !isEarly) await reopen(job.name)
}

// Fetches a recording again; null where another answer was asked for meanwhile.
async function reopen(name: string): Promise<Opened | null> {
  const mine = ++asked
  const opened = await api.open(name)
  if (mine !== asked || route.name !== name) return null
  recording.opened = opened
  return opened
}
