// Sizes and stages as people read them.

const STAGES: Record<string, string> = {
  '': 'waiting for its turn',
  reading: 'reading the file',
  readings: 'curve read; analysing',
  numbers: 'numbers found; drawing figures',
  fitting: 'fitting circuits to the spectra',
  'fitting-together': 'fitting the spectra together',
  measuring: 'measuring the recordings',
  complete: 'done',
}

export const stageText = (stage: string): string => STAGES[stage] ?? stage

// ", about 3 min left", or nothing where it is not known.
export function leftText(seconds: number | null): string {
  if (seconds === null) return ''
  return seconds < 90 ? `, about ${Math.ceil(seconds)} s left` : `, about ${Math.round(seconds / 60)} min left`
}

export function sizeText(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB']
  const place = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), units.length - 1)
  const value = bytes / 1024 ** place
  return `${value < 10 && place > 0 ? value.toFixed(1) : Math.round(value)} ${units[place]}`
}

export const axisText = (axis: { label: string; unit: string }): string =>
  axis.unit === '' ? axis.label : `${axis.label} (${axis.unit})`

// A number of an axis: 0.001 and 20,000 in full, 1e-6 and 1e7 with an exponent.
export function tickText(value: number | null): string {
  if (value === null) return ''
  const size = Math.abs(value)
  return size !== 0 && (size < 1e-3 || size >= 1e6) ? Number(value.toPrecision(8)).toExponential() : Number(value.toPrecision(8)).toLocaleString('en', { maximumFractionDigits: 8 })
}

// The numbers of a logarithmic axis: powers of ten where it spans some, else those that there are, rounded.
export function logTicks(_: unknown, ticks: (number | null)[]): string[] {
  const known = ticks.filter((one): one is number => one !== null && one > 0)
  const decades = Math.log10((known[known.length - 1] ?? 1) / (known[0] ?? 1))
  const isPower = (one: number): boolean => Math.abs(Math.log10(one) - Math.round(Math.log10(one))) < 1e-6
  const shows = (one: number | null): one is number =>
    one !== null && one > 0 && (decades < 1.2 || (isPower(one) && (decades < 9 || Math.round(Math.log10(one)) % 2 === 0)))
  return ticks.map((one) => (shows(one) ? tickText(Number(one.toPrecision(3))) : ''))
}
