/** Gives small whole numbers to keys of a fixed count of 32-bit words: open addressing over one typed array. */
export class IdTable {
  count = 0
  private readonly width: number
  private readonly most: number
  private keys: Int32Array
  private slots: Int32Array
  private mask: number
  /** Keys that found no place any more. */
  refused = 0

  /** `width` words a key, two or more; at most `most` keys are told apart, later ones get -1. */
  constructor(width: number, most: number, start = 1024) {
    this.width = width
    this.most = most
    this.keys = new Int32Array(start * width)
    this.slots = new Int32Array(start * 2)
    this.mask = start * 2 - 1
  }

  /** The id of the key whose words stand in `key`; a new one is the count before the call. -1 when the table is full. */
  id(key: Int32Array): number {
    const found = this.find(key)
    return found >= 0 ? found : this.add(key)
  }

  /** The id, or -1. */
  find(key: Int32Array): number {
    const { slots, keys, mask, width } = this
    let slot = hash(key, 0, width) & mask
    for (;;) {
      const id = slots[slot]! - 1
      if (id < 0) return -1
      if (same(keys, id * width, key, width)) return id
      slot = (slot + 1) & mask
    }
  }

  word(id: number, index: number): number {
    return this.keys[id * this.width + index]!
  }

  /** The words of all keys in the order of their ids. */
  save(): readonly number[] {
    return Array.from(this.keys.subarray(0, this.count * this.width))
  }

  /** Into an empty table: the same keys get the same ids. */
  restore(words: readonly number[]): void {
    const key = new Int32Array(this.width)
    for (let at = 0; at < words.length; at += this.width) {
      for (let i = 0; i < this.width; i++) key[i] = words[at + i]!
      this.add(key)
    }
  }

  private add(key: Int32Array): number {
    if (this.count >= this.most) {
      this.refused++
      return -1
    }
    if ((this.count + 1) * this.width > this.keys.length) this.grow()
    const id = this.count++
    for (let i = 0; i < this.width; i++) this.keys[id * this.width + i] = key[i]!
    this.place(id)
    return id
  }

  private place(id: number): void {
    let slot = hash(this.keys, id * this.width, this.width) & this.mask
    while (this.slots[slot] !== 0) slot = (slot + 1) & this.mask
    this.slots[slot] = id + 1
  }

  private grow(): void {
    const keys = new Int32Array(this.keys.length * 2)
    keys.set(this.keys)
    this.keys = keys
    this.slots = new Int32Array((keys.length / this.width) * 2)
    this.mask = this.slots.length - 1
    for (let id = 0; id < this.count; id++) this.place(id)
  }
}

/** Loops over few words cost more than the words: the usual widths have none. */
function same(keys: Int32Array, from: number, key: Int32Array, width: number): boolean {
  if (keys[from] !== key[0] || keys[from + 1] !== key[1]) return false
  if (width === 2) return true
  if (keys[from + 2] !== key[2]) return false
  if (width === 3) return true
  if (keys[from + 3] !== key[3]) return false
  for (let i = 4; i < width; i++) if (keys[from + i] !== key[i]) return false
  return true
}

function hash(words: Int32Array, from: number, width: number): number {
  let h = mix(mix(0x9e3779b9, words[from]!), words[from + 1]!)
  if (width > 2) h = mix(h, words[from + 2]!)
  if (width > 3) h = mix(h, words[from + 3]!)
  for (let i = 4; i < width; i++) h = mix(h, words[from + i]!)
  h = Math.imul(h, 0xc2b2ae35)
  return (h ^ (h >>> 13)) >>> 0
}

function mix(hash: number, word: number): number {
  const h = Math.imul(hash ^ word, 0x85ebca6b)
  return h ^ (h >>> 15)
}
