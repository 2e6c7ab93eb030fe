// Steps of a number by keys, within what is possible.

import type { NumberField } from './types'

export const rounded = (value: number, digits = 3): number => Number(value.toPrecision(digits))

export const limited = (field: NumberField, value: number): number =>
  Math.min(Math.max(value, field.least ?? -Infinity), field.most ?? Infinity)

// The number after a key; null where the key is none of them. Up and right are more.
export function stepped(field: NumberField, event: KeyboardEvent): number | null {
  const sign = { ArrowUp: 1, ArrowRight: 1, PageUp: 1, ArrowDown: -1, ArrowLeft: -1, PageDown: -1 }[event.key]
  if (sign === undefined || field.value === null || event.ctrlKey || event.metaKey || event.altKey) return null
  const isPage = event.key.startsWith('Page')
  if (field.log || field.least === null || field.least >= 0) {
    const ratio = isPage ? 2 : event.shiftKey ? 1.01 : 1.1
    const isScale = field.log || field.path.endsWith('thickness')
    if (isScale && field.value !== 0) return limited(field, rounded(field.value * ratio ** sign, 4))
  }
  const step = (isPage ? 10 : event.shiftKey ? 0.1 : 1) * Math.max((field.high ?? 0) - (field.low ?? 0), 1) / 100
  return limited(field, rounded(field.value + sign * step, 6))
}
