/**
 * How measures are packed: a block holds up to 1,024 keys of one step, ascending. Each key is one number, the distance to the key
 * before shifted left by the count of columns with a bit for every column that is not zero, then those columns; all as varints.
 */

export const shardKeys = 1024

/** Of traffic, counts and timing. */
export const columnsOf = [2, 4, 6] as const

/** What a block is unpacked into: a row of columns for every key of the shard. */
export class Shard {
  readonly columns: number
  readonly values: Float64Array
  readonly present = new Uint8Array(shardKeys)

  constructor(columns: number) {
    this.columns = columns
    this.values = new Float64Array(shardKeys * columns)
  }

  clear(): void {
    this.values.fill(0)
    this.present.fill(0)
  }
}

/** Adds a block to the shard. `maximum`: the column that is no sum, -1 for none. */
export function addBlock(shard: Shard, data: Uint8Array, maximum: number): void {
  visitBlock(data, shard.columns, (key, values) => addRow(shard, key, values, 0, maximum))
}

export function addRow(shard: Shard, key: number, row: ArrayLike<number>, from: number, maximum: number): void {
  const at = key * shard.columns
  shard.present[key] = 1
  for (let column = 0; column < shard.columns; column++) {
    const value = row[from + column]!
    if (column !== maximum) shard.values[at + column]! += value
    else if (value > shard.values[at + column]!) shard.values[at + column] = value
  }
}

let scratch = new Uint8Array(shardKeys * 8)

export function packShard(shard: Shard): Uint8Array {
  const { columns, values, present } = shard
  const factor = 2 ** columns
  const longest = shardKeys * (columns + 1) * 8
  if (scratch.length < longest) scratch = new Uint8Array(longest)
  let at = 0
  let before = -1
  for (let key = 0; key < shardKeys; key++) {
    if (present[key] === 0) continue
    let mask = 0
    for (let column = 0; column < columns; column++) if (values[key * columns + column]! >= 0.5) mask |= 1 << column
    at = putNumber(scratch, at, (key - before) * factor + mask)
    for (let column = 0; column < columns; column++)
      if ((mask & (1 << column)) !== 0) at = putNumber(scratch, at, Math.round(values[key * columns + column]!))
    before = key
  }
  return scratch.slice(0, at)
}

function putNumber(into: Uint8Array, at: number, value: number): number {
  while (value >= 0x80) {
    into[at++] = (value % 0x80) | 0x80
    value = Math.floor(value / 0x80)
  }
  into[at++] = value
  return at
}

/** The columns of the key that is visited; reused. */
export type Columns = [number, number, number, number, number, number]
const row: Columns = [0, 0, 0, 0, 0, 0]

/** Which keys are wanted: by their number, of which this block's begin at `first`. */
export type WantedKeys = { readonly keys: Uint8Array; readonly first: number }

/** Visits the keys of a block with their columns. A block that ends too early is read as far as it goes. */
export function visitBlock(
  data: Uint8Array,
  columns: number,
  visit: (key: number, values: Columns) => void,
  wanted: WantedKeys | null = null,
): void {
  let at = 0
  let key = -1
  const end = data.length
  while (at < end) {
    let head = data[at++]!
    if (head >= 0x80) {
      head &= 0x7f
      for (let shift = 7; at < end; shift += 7) {
        const byte = data[at++]!
        head |= (byte & 0x7f) << shift
        if (byte < 0x80) break
      }
    }
    key += head >> columns
    if (key >= shardKeys) return
    if (wanted !== null && wanted.keys[wanted.first + key] !== 1) {
      for (let column = 0; column < columns; column++)
        if ((head & (1 << column)) !== 0) while (at < end && data[at++]! >= 0x80);
      continue
    }
    for (let column = 0; column < columns; column++) {
      let value = 0
      if ((head & (1 << column)) !== 0) {
        value = data[at++]!
        if (value >= 0x80) {
          // Three bytes hold 21 bits, which nearly all do.
          const second = data[at++]!
          value = (value & 0x7f) | ((second & 0x7f) << 7)
          if (second >= 0x80) {
            const third = data[at++]!
            value |= (third & 0x7f) << 14
            if (third >= 0x80)
              for (let factor = 0x200000; at < end; factor *= 0x80) {
                const byte = data[at++]!
                value += (byte & 0x7f) * factor
                if (byte < 0x80) break
              }
          }
        }
      }
      row[column] = value
    }
    if (at > end) return
    visit(key, row)
  }
}
