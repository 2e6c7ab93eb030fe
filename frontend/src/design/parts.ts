// The parts of the page of a design: in the address, and remembered for the next design.

export const PARTS = [
  { id: 'cell', title: 'Cell' },
  { id: 'limits', title: 'Limits' },
  { id: 'curves', title: 'Curves' },
  { id: 'map', title: 'Map' },
  { id: 'run', title: 'Run a model' },
  { id: 'numbers', title: 'Numbers' },
  { id: 'compare', title: 'Compare' },
  { id: 'text', title: 'Text' },
] as const

const KEY = 'natria-design-part'
const isPart = (id: string): boolean => PARTS.some((one) => one.id === id)

// The part of an address; where it has none, the one that was open last.
export function partOf(given: string): string {
  if (isPart(given)) return given
  const last = localStorage.getItem(KEY) ?? ''
  return isPart(last) ? last : 'cell'
}

export const remember = (part: string): void => localStorage.setItem(KEY, part)
