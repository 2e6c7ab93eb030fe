// The component of each page.

import type { Component } from 'svelte'
import type { PageId } from '../lib/route.svelte'
import Design from './Design.svelte'
import Literature from './Literature.svelte'
import Measure from './Measure.svelte'
import Study from './Study.svelte'

export const COMPONENTS: Record<PageId, Component> = {
  measure: Measure,
  design: Design,
  literature: Literature,
  study: Study,
}
