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

// A number of an axis: 0.001 and 20,000 in full, 10⁻⁶ and 2×10⁷ as powers; a logarithmic axis has powers from 10⁴.
export function tickText(value: number | null, isLog = false): string {
  if (value === null) return ''
  const size = Math.abs(value)
  const isPower = size !== 0 && (size < 1e-3 || size >= (isLog ? 1e4 : 1e6))
  return isPower ? powerText(value) : Number(value.toPrecision(8)).toLocaleString('en', { maximumFractionDigits: 8 })
}

const RAISED: Record<string, string> = Object.fromEntries([...'-0123456789'].map((one, k) => [one, [...'⁻⁰¹²³⁴⁵⁶⁷⁸⁹'][k] ?? one]))

function powerText(value: number): string {
  const [digits = '', power = ''] = Number(value.toPrecision(8)).toExponential().replace('+', '').split('e')
  const raised = `10${[...power].map((one) => RAISED[one] ?? one).join('')}`
  return digits === '1' ? raised : digits === '-1' ? `-${raised}` : `${digits}×${raised}`
}
