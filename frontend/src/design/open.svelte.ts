// The design that is open: its text, what the server says of it, undo and redo, and its draft.

import { Refused } from '../lib/api'
import { go } from '../lib/route.svelte'
import { attempt, work } from '../lib/work.svelte'
import type { Problem } from '../lib/types'
import * as api from './api'
import type { Answers, Described, DesignEntry, Limits, OpenedDesign, ShownCurve, TextProblem } from './types'

const PAUSE = 250 // ms after the last letter until a text is read
const DRAFT = 800 // ms until a text that is not saved is kept
const REST = 350 // ms without an edit until the slower answers are asked for
const STEPS = 300 // texts that can be undone
export const LIMITS = 'limits'

export const list = $state({ entries: [] as DesignEntry[], folder: '', loaded: false })

export const design = $state({
  opened: null as OpenedDesign | null,
  text: '',
  saved: '', // the text of the file
  state: '',
  draft: '', // digest of the draft that is kept
  system: '',
  described: null as Described | null,
  problems: [] as TextProblem[],
  refused: null as Problem | null, // an edit that could not be made
  conflict: null as Problem | null, // the file was changed elsewhere
  limits: null as Limits | null,
  answers: null as Answers | null,
  curves: [] as ShownCurve[],
  busy: false,
  old: false, // limits and curves are those of the text before
  past: [] as string[],
  future: [] as string[],
})

export const isChanged = (): boolean => design.text !== design.saved
export const canEdit = (): boolean => design.opened?.is_own === true

export async function refreshList(): Promise<void> {
  const found = await api.list()
  Object.assign(list, found, { loaded: true })
}

export async function openDesign(name: string): Promise<void> {
  await keepNow()
  work.problem = null
  Object.assign(design, {
    opened: null, described: null, limits: null, answers: null, curves: [], problems: [], refused: null, conflict: null,
    past: [], future: [], system: '', draft: '', text: '', saved: '',
  })
  turn++
  await refreshList()
  if (name === '') return
  const opened = await api.open(name)
  design.opened = opened
  design.saved = opened.text
  design.text = opened.draft?.text ?? opened.text
  design.state = opened.draft?.state ?? opened.state
  if (opened.draft !== null) design.draft = await digest(opened.draft.text)
  void read()
}

// --- the text and what is computed of it

let turn = 0
let waiting: ReturnType<typeof setTimeout> | undefined

export function write(text: string): void {
  if (text === design.text) return
  remember()
  design.text = text
  clearTimeout(waiting)
  waiting = setTimeout(() => void read(), PAUSE)
  keepSoon()
}

export function undo(): void {
  const before = design.past.pop()
  if (before === undefined) return
  design.future.push(design.text)
  design.text = before
  void read()
  keepSoon()
}

export function redo(): void {
  const after = design.future.pop()
  if (after === undefined) return
  design.past.push(design.text)
  design.text = after
  void read()
  keepSoon()
}

let last = { at: 0, kind: '' }

// Keeps the text for undo; what follows within a moment and is of one kind is undone together.
function remember(kind = 'typing'): void {
  const now = Date.now()
  if (kind !== last.kind || now - last.at > 700) design.past = [...design.past.slice(-STEPS), design.text]
  last = { at: now, kind }
  design.future = []
}

export function choose(system: string): void {
  design.system = system
  void read()
}

// Asks again for all that is shown, the quickest first; a newer text ends it.
async function read(described?: Described): Promise<void> {
  const mine = ++turn
  const isLate = (): boolean => mine !== turn
  design.busy = true
  design.old = true
  await attempt(async () => {
    const name = design.opened?.name
    if (name === undefined) return
    const asked = { text: design.text, system: design.system }
    if (described === undefined) {
      const found = await asking(name, asked)
      if (isLate()) return
      design.problems = found.problems
      if (found.described === undefined) return
      described = found.described
    }
    design.problems = []
    design.described = described
    design.system = described.system
    asked.system = described.system
    const quick = await api.limits(name, { ...asked, ranges: false })
    if (isLate()) return
    design.limits = quick.limits ?? null
    design.old = false
    await readCurves(name, asked, isLate)
    await new Promise((done) => setTimeout(done, REST))
    if (isLate()) return
    const numbers = await api.answers(name, asked)
    if (isLate()) return
    design.answers = numbers.answers ?? null
    const whole = await api.limits(name, { ...asked, ranges: true })
    if (isLate()) return
    design.limits = whole.limits ?? null
    const checked = await api.checked(name, asked)
    if (!isLate()) design.problems = checked.problems
  })
  if (!isLate()) design.busy = false
}

// A system that a newer text no longer has gives way to the first one.
async function asking(name: string, asked: { text: string; system: string }): ReturnType<typeof api.described> {
  try {
    return await api.described(name, asked)
  } catch (bad) {
    if (!(bad instanceof Refused) || asked.system === '') throw bad
    return api.described(name, { ...asked, system: '' })
  }
}

async function readCurves(name: string, asked: { text: string; system: string }, isLate: () => boolean): Promise<void> {
  const known = axes().map((one) => one.path)
  if (design.curves.length === 0 || design.curves.some((one) => !known.includes(one.over)))
    design.curves = (design.limits?.curves ?? []).map(([of, over]) => ({ of, over, curve: null }))
  for (const one of design.curves) {
    const found = await api.curve(name, { ...asked, path: one.over, of: one.of })
    if (isLate()) return
    one.curve = found.curve ?? null
  }
}

export const axes = () =>
  (design.described?.fields.numbers ?? []).filter((one) => one.value !== null && one.low !== null && one.high !== null)

// Draws another curve in place of one that is shown.
export async function drawOver(place: number, over: string, of: string): Promise<void> {
  const one = design.curves[place]
  const name = design.opened?.name
  if (one === undefined || name === undefined) return
  Object.assign(one, { over, of })
  const mine = turn
  await attempt(async () => {
    const found = await api.curve(name, { text: design.text, system: design.system, path: over, of })
    if (mine === turn && design.curves[place]?.over === over && design.curves[place].of === of)
      design.curves[place].curve = found.curve ?? null
  })
}

// --- edits of the picture and the fields: one at a time, of those that wait the newest

let editing = false
let next: { path: string; value: string } | null = null
let edits: Promise<void> = Promise.resolve()

export function edit(path: string, value: string): Promise<void> {
  next = { path, value }
  if (!editing) edits = editAll()
  return edits
}

async function editAll(): Promise<void> {
  editing = true
  while (next !== null) {
    const now = next
    next = null
    await attempt(() => editOnce(now))
  }
  editing = false
}

const editOnce = async ({ path, value }: { path: string; value: string }): Promise<void> => {
  design.refused = await changed(path, (name, asked) => api.edit(name, { ...asked, path, value }))
}

// Adds, removes or moves a layer, after the edits that wait; returns why it cannot be made.
export async function changeLayers(change: api.LayerChange): Promise<Problem | null> {
  await edits
  return changed(`${change.do} ${Date.now()}`, (name, asked) => api.layers(name, { ...asked, ...change }))
}

type Asked = { text: string; system: string }

// Asks the server for a changed text, and takes it unless the text was changed meanwhile.
async function changed(
  kind: string,
  ask: (name: string, asked: Asked) => Promise<{ text: string; described: Described }>,
): Promise<Problem | null> {
  const name = design.opened?.name
  if (name === undefined || !canEdit()) return null
  clearTimeout(waiting)
  const from = design.text
  design.refused = null
  try {
    const made = await ask(name, { text: from, system: design.system })
    if (design.text !== from || design.opened?.name !== name) return null
    remember(kind)
    design.text = made.text
    keepSoon()
    void read(made.described)
    return null
  } catch (bad) {
    if (!(bad instanceof Refused)) throw bad
    return bad.problem
  }
}

// --- files

let keeping: ReturnType<typeof setTimeout> | undefined
let files: Promise<void> = Promise.resolve()

// One request about a file after the other, so that each knows the state that the one before it left.
function inTurn(run: () => Promise<void>): Promise<void> {
  clearTimeout(keeping)
  files = files.then(run)
  return files
}

function keepSoon(): void {
  clearTimeout(keeping)
  keeping = setTimeout(() => void keepNow(), DRAFT)
}

const keepNow = (): Promise<void> => inTurn(keepOnce)

async function keepOnce(): Promise<void> {
  const { opened, text } = design
  if (opened === null || !opened.is_own || design.conflict !== null) return
  await ours(async () => {
    if (text === design.saved) {
      if (design.draft !== '') await api.dropDraft(opened.name, design.draft)
      design.draft = ''
    } else if ((await digest(text)) !== design.draft) {
      design.draft = (await api.keepDraft(opened.name, text, design.state, design.draft)).draft
    }
  })
}

export const save = (): Promise<void> => inTurn(saveOnce)

async function saveOnce(): Promise<void> {
  await edits
  const { opened, text } = design
  if (opened === null) return
  await ours(async () => {
    const found = await api.save(opened.name, text, design.state, design.draft)
    design.problems = found.problems
    if (found.problems.length > 0) {
      design.draft = await digest(text)
      return
    }
    Object.assign(design, { saved: text, state: found.state, draft: '' })
    await refreshList()
  })
}

// Runs what another tab may have made impossible; the page then offers to keep this text as a copy.
async function ours(run: () => Promise<void>): Promise<void> {
  await attempt(async () => {
    try {
      await run()
    } catch (bad) {
      if (!(bad instanceof Refused) || bad.status !== 409) throw bad
      design.conflict = bad.problem
    }
  })
}

export const discard = (): Promise<void> => inTurn(discardOnce)

async function discardOnce(): Promise<void> {
  const name = design.opened?.name
  if (name === undefined) return
  await attempt(async () => {
    remember('discard')
    const there = (await api.open(name)).draft
    if (there !== null) await api.dropDraft(name, await digest(there.text))
    const opened = await api.open(name)
    Object.assign(design, { opened, saved: opened.text, text: opened.text, state: opened.state, draft: '', conflict: null })
    void read()
    await refreshList()
  })
}

export async function copyOf(name: string, body: { to?: string; text?: string } = {}): Promise<void> {
  await attempt(async () => {
    const made = await api.copy(name, body)
    design.conflict = null
    design.text = design.saved // what was not saved is in the copy, and stays in its draft
    design.draft = ''
    go('design', made.name)
  })
}

export async function rename(to: string): Promise<void> {
  const name = design.opened?.name
  if (name === undefined) return
  await keepNow()
  await inTurn(() => ours(async () => go('design', (await api.rename(name, to, design.state)).name)))
}

export const remove = (): Promise<void> => inTurn(removeOnce)

async function removeOnce(): Promise<void> {
  const name = design.opened?.name
  if (name === undefined) return
  await ours(async () => {
    await api.remove(name, design.state)
    design.opened = null
    go('design')
  })
}

export const isKept = async (): Promise<boolean> => !isChanged() || (await digest(design.text)) === design.draft

async function digest(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return [...new Uint8Array(bytes)].map((one) => one.toString(16).padStart(2, '0')).join('').slice(0, 16)
}
