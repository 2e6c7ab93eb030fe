// The address of a comparison: =compare, then each recording with its group.

export interface Chosen {
  name: string
  group: string
}

const BEGIN = '=compare|'

export const isComparison = (name: string): boolean => name.startsWith(BEGIN)

export const addressOf = (chosen: Chosen[]): string =>
  BEGIN + chosen.map((one) => encodeURIComponent(one.name) + (one.group === '' ? '' : `;${encodeURIComponent(one.group)}`)).join('|')

export function chosenOf(address: string): Chosen[] {
  return address
    .slice(BEGIN.length)
    .split('|')
    .filter((part) => part !== '')
    .map((part) => {
      const [name = '', group = ''] = part.split(';').map(decodeURIComponent)
      return { name, group }
    })
}
