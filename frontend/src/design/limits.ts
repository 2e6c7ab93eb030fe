// Uses of limits as places on a logarithmic bar and as words.

import type { LimitRow } from './types'

const LOW = -4 // decades below the limit
const HIGH = 2

export const placeOf = (use: number): number =>
  (100 * (Math.min(Math.max(Math.log10(Math.max(use, 1e-9)), LOW), HIGH) - LOW)) / (HIGH - LOW)

export const plain = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en') : value >= 1e-4 || value === 0 ? String(Number(value.toPrecision(2))) : value.toExponential(0)

const useText = (value: number): string => (value >= 1 ? `${plain(value)}×` : `${plain(100 * value)} %`)

export const rangeOf = (row: LimitRow): string =>
  row.low === null || row.high === null ? '' : `5 to 95 % of draws: ${useText(row.low)} to ${useText(row.high)}`
