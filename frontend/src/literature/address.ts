// What of the literature is open, in the address: "facts?paper=key&sort=value". A link to it can be shared.

import { go, to } from '../lib/route.svelte'

export const VIEWS = [
  { id: 'facts', title: 'Facts' },
  { id: 'map', title: 'Maps' },
  { id: 'lives', title: 'Lives' },
  { id: 'checks', title: 'Contradictions' },
] as const

export type ViewId = (typeof VIEWS)[number]['id']

export interface Place {
  view: ViewId
  params: URLSearchParams
}

export function placeOf(name: string): Place {
  const at = name.indexOf('?')
  const word = at < 0 ? name : name.slice(0, at)
  const view = VIEWS.find((one) => one.id === word)?.id ?? 'facts'
  return { view, params: new URLSearchParams(at < 0 ? '' : name.slice(at + 1)) }
}

const nameOf = (view: ViewId, params: URLSearchParams): string => (params.size === 0 ? view : `${view}?${params}`)

export const linkTo = (view: ViewId, params: URLSearchParams): string => to('literature', nameOf(view, params))
export const goTo = (view: ViewId, params: URLSearchParams): void => go('literature', nameOf(view, params))

// The same place with some parameters changed; null or '' takes one away.
export function changed(params: URLSearchParams, changes: Record<string, string | null>): URLSearchParams {
  const made = new URLSearchParams(params)
  for (const [key, value] of Object.entries(changes)) {
    if (value === null || value === '') made.delete(key)
    else made.set(key, value)
  }
  return made
}

export function without(params: URLSearchParams, ...keys: string[]): URLSearchParams {
  const made = new URLSearchParams(params)
  keys.forEach((key) => made.delete(key))
  return made
}

// A link to a fact, above the table as it is now.
export const factLink = (id: string, params = new URLSearchParams()): string =>
  linkTo('facts', changed(params, { open: id }))
