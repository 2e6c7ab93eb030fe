// The study that is open on this page, and the list of all of them.

import { route } from '../lib/route.svelte'
import { attempt, isRunning, jobOf, know, work } from '../lib/work.svelte'
import type { Job } from '../lib/types'
import * as api from './api'
import type { Asked, OpenedStudy, Subject } from './api'

export const TASK = 'study'
export const study = $state({ subjects: null as Subject[] | null, opened: null as OpenedStudy | null })

export async function list(): Promise<void> {
  study.subjects = await api.subjects()
}

export async function openStudy(name: string): Promise<void> {
  if (study.opened?.name !== name) study.opened = null
  work.problem = null
  if (name !== '') await reopen(name)
}

export async function run(name: string, asked: Asked): Promise<void> {
  work.problem = null
  await attempt(async () => {
    know(await api.run(name, asked))
    await reopen(name)
  })
}

let stage = ''

export async function heard(job: Job): Promise<void> {
  if (job.task !== TASK) return
  if (!isRunning(job)) await list()
  const kind = `${job.id}:${job.state}:${job.stage.split(' ')[0]}`
  if (job.name !== route.name || route.page !== 'study' || kind === stage) return
  stage = kind
  if (!job.stage.startsWith('asking') || !isRunning(job)) await reopen(job.name)
}

async function reopen(name: string): Promise<void> {
  const opened = await api.open(name)
  if (route.name === name && route.page === 'study') study.opened = opened
}

export const runs = (name: string): boolean => isRunning(jobOf(TASK, name))
