// Markers as corners, or as lines, in units of their radius; y goes down.

type Corner = [number, number]

const star = (points: number, inner: number): Corner[] =>
  Array.from({ length: 2 * points }, (_, k): Corner => {
    const [r, angle] = [k % 2 === 0 ? 1.3 : inner, (Math.PI * k) / points]
    return [r * Math.sin(angle), -r * Math.cos(angle)]
  })
const turned = (corners: Corner[]): Corner[] => corners.map(([x, y]): Corner => [y, -x])
const UP: Corner[] = [[0, -1.1], [1.1, 0.9], [-1.1, 0.9]]
const t = 0.4
const PLUS: Corner[] = [
  [-t, -1.1], [t, -1.1], [t, -t], [1.1, -t], [1.1, t], [t, t], [t, 1.1], [-t, 1.1], [-t, t], [-1.1, t], [-1.1, -t], [-t, -t],
]
const diagonal = (corners: Corner[]): Corner[] =>
  corners.map(([x, y]): Corner => [(x - y) * Math.SQRT1_2, (x + y) * Math.SQRT1_2])

export const SHAPES: Record<string, Corner[]> = {
  s: [[-1, -1], [1, -1], [1, 1], [-1, 1]],
  '^': UP,
  v: UP.map(([x, y]): Corner => [x, -y]),
  '<': turned(UP).map(([x, y]): Corner => [x, y]),
  '>': turned(UP).map(([x, y]): Corner => [-x, y]),
  D: [[0, -1.3], [1.3, 0], [0, 1.3], [-1.3, 0]],
  P: PLUS,
  X: diagonal(PLUS),
  h: Array.from({ length: 6 }, (_, k): Corner => [1.1 * Math.sin((Math.PI * k) / 3), -1.1 * Math.cos((Math.PI * k) / 3)]),
  '*': star(5, 0.5),
}

type Line = [number, number, number, number]
// A bar at the value and an arrow to the side that is allowed: half of it is beyond the radius.
const ARROW_UP: Line[] = [[-0.21, 0, 0.21, 0], [0, 0, 0, -1], [-0.15, -0.75, 0, -1], [0.15, -0.75, 0, -1]]
const sideways = (lines: Line[], sign: number): Line[] =>
  lines.map(([ax, ay, bx, by]): Line => [-sign * ay, ax, -sign * by, bx])

export const ARROWS: Record<string, Line[]> = {
  x: [[-1, -1, 1, 1], [-1, 1, 1, -1]],
  '+': [[-1, 0, 1, 0], [0, -1, 0, 1]],
  '|': [[0, -1, 0, 1]],
  _: [[-1, 0, 1, 0]],
  up: ARROW_UP,
  down: ARROW_UP.map(([ax, ay, bx, by]): Line => [ax, -ay, bx, -by]),
  right: sideways(ARROW_UP, 1),
  left: sideways(ARROW_UP, -1),
}

// A marker as a letter of a legend.
export const GLYPHS: Record<string, [string, string]> = {
  o: ['●', '○'], '.': ['•', '•'], s: ['■', '□'], D: ['◆', '◇'], '^': ['▲', '△'], v: ['▼', '▽'], '<': ['◀', '◁'], '>': ['▶', '▷'],
  '*': ['★', '☆'], P: ['✚', '✚'], X: ['✖', '✖'], h: ['⬢', '⬡'], x: ['×', '×'], '+': ['+', '+'], '|': ['|', '|'], _: ['–', '–'],
}
