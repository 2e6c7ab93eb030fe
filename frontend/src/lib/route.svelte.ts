// Which page is open, what of it, and which of its parts: #/design/cell?part=run. `PAGES` is the table of pages.

import { untrack } from 'svelte'

export const PAGES = [
  { id: 'measure', title: 'Measure' },
  { id: 'design', title: 'Design' },
  { id: 'literature', title: 'Literature' },
  { id: 'study', title: 'Study' },
] as const

export type PageId = (typeof PAGES)[number]['id']

export const route = $state({ page: 'measure' as PageId, name: '', part: '' })

export const to = (page: PageId, name = '', part = ''): string =>
  `#/${page}/${encodeURIComponent(name)}${part === '' ? '' : `?part=${part}`}`

export function go(page: PageId, name = ''): void {
  location.hash = to(page, name)
}

function read(): void {
  const [, page, name, part] = /^#\/(\w+)\/?(.*?)(?:\?part=([\w-]*))?$/.exec(location.hash) ?? []
  route.page = PAGES.find((one) => one.id === page)?.id ?? 'measure'
  route.name = decodeURIComponent(name ?? '')
  route.part = part ?? ''
}

export function startRoute(): void {
  read()
  window.addEventListener('hashchange', read)
}

// Runs when the open thing of a page changes, and at once; call it in a component of that page.
export function onRoute(page: PageId, run: (name: string) => void): void {
  $effect(() => {
    if (route.page !== page) return
    const name = route.name
    untrack(() => run(name))
  })
}
