/** Where widgets stand on the grid of 12 columns: they never overlap and never leave a hole above themselves. */
export type Place = {
  readonly id: string
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

export const columns = 12
export const leastWidth = 2
export const mostHeight = 12

const meet = (a: Place, b: Place): boolean =>
  a.id !== b.id && a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h
const inReadingOrder = (a: Place, b: Place): number => a.y - b.y || a.x - b.x

const clamp = (value: number, least: number, most: number): number => Math.max(least, Math.min(most, value))

/** Within the grid, whole numbers. */
function fit<Item extends Place>(place: Item): Item {
  const w = clamp(Math.round(place.w), leastWidth, columns)
  const h = clamp(Math.round(place.h), 1, mostHeight)
  return { ...place, w, h, x: clamp(Math.round(place.x), 0, columns - w), y: Math.max(0, Math.round(place.y)) }
}

/** Everything moves up as far as nothing is in its way; the order of the list stays. */
export function settle<Item extends Place>(places: readonly Item[]): readonly Item[] {
  const settled: Item[] = []
  for (const place of places.map(fit).toSorted(inReadingOrder)) {
    let up = place
    while (settled.some((other) => meet(up, other))) up = { ...up, y: up.y + 1 }
    while (up.y > 0 && !settled.some((other) => meet({ ...up, y: up.y - 1 }, other))) up = { ...up, y: up.y - 1 }
    settled.push(up)
  }
  const byId = new Map(settled.map((place) => [place.id, place]))
  return places.map((place) => byId.get(place.id) ?? place)
}

/** One widget goes where it was put: past the middle of another it stands below that one, else the other makes room. */
export function put<Item extends Place>(places: readonly Item[], moved: Place): readonly Item[] {
  const others = settle(places.filter(({ id }) => id !== moved.id)).toSorted(inReadingOrder)
  let target = fit(moved)
  for (const other of others)
    if (meet(target, other) && target.y - other.y > other.h / 2) target = { ...target, y: other.y + other.h }
  const standing: Place[] = [target]
  for (const other of others) {
    let down: Place = other
    for (let at = 0; at < standing.length; at++) {
      const above = standing[at]
      if (!above || !meet(down, above)) continue
      down = { ...down, y: above.y + above.h }
      at = -1
    }
    standing.push(down)
  }
  const byId = new Map(standing.map(({ id, x, y, w, h }) => [id, { x, y, w, h }]))
  return settle(places.map((place) => ({ ...place, ...byId.get(place.id) })))
}

export type Step = { readonly x?: number; readonly y?: number; readonly w?: number; readonly h?: number }

/** One step by keyboard: as far as something changes, because half the height of a neighbour changes nothing. */
export function nudge<Item extends Place>(places: readonly Item[], id: string, step: Step): readonly Item[] {
  const from = places.find((place) => place.id === id)
  if (!from) return places
  for (let times = 1; times <= mostHeight; times++) {
    const grown = (side: keyof Step) => from[side] + (step[side] ?? 0) * times
    const next = put(places, { id, x: grown("x"), y: grown("y"), w: grown("w"), h: grown("h") })
    const now = next.find((place) => place.id === id)
    if (now && (now.x !== from.x || now.y !== from.y || now.w !== from.w || now.h !== from.h)) return next
  }
  return places
}

/** The first hole, in reading order, that is large enough. */
export function firstFree(places: readonly Place[], w: number, h: number): { readonly x: number; readonly y: number } {
  const bottom = Math.max(0, ...places.map((place) => place.y + place.h))
  for (let y = 0; y < bottom; y++)
    for (let x = 0; x + w <= columns; x++)
      if (!places.some((place) => meet({ id: "", x, y, w, h }, place))) return { x, y }
  return { x: 0, y: bottom }
}

/** For narrow windows: the same order on fewer columns; what ends a row is made as wide as the row has room. */
export function narrow<Item extends Place>(places: readonly Item[], wanted: number): readonly Item[] {
  if (wanted >= columns) return places
  let row: Item[] = []
  let y = 0
  const found: Item[] = []
  const endRow = () => {
    const last = row.at(-1)
    if (!last) return
    found.push(...row.slice(0, -1), { ...last, w: wanted - last.x })
    y += Math.max(...row.map(({ h }) => h))
    row = []
  }
  for (const place of places.toSorted(inReadingOrder)) {
    const w = Math.min(wanted, Math.max(1, Math.ceil((place.w * wanted) / columns)))
    if (row.reduce((sum, each) => sum + each.w, 0) + w > wanted) endRow()
    row.push({ ...place, x: row.reduce((sum, each) => sum + each.w, 0), y, w })
  }
  endRow()
  return found
}
