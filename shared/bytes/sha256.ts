/** SHA-256 (FIPS 180-4 section 6.2), piece by piece: what passes is hashed without being kept. */

/** Section 4.2.2: the first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
const round = new Uint32Array(64)
/** Section 5.3.3: the same of the square roots of the first eight. */
const start = new Uint32Array(8)

function primes(count: number): readonly number[] {
  const found: number[] = []
  for (let n = 2; found.length < count; n++) if (found.every((prime) => n % prime !== 0)) found.push(n)
  return found
}

const fraction = (value: number): number => Math.floor((value - Math.floor(value)) * 2 ** 32)
primes(64).forEach((prime, n) => {
  round[n] = fraction(Math.cbrt(prime))
  if (n < 8) start[n] = fraction(Math.sqrt(prime))
})

const BLOCK = 64
const words = new Int32Array(64)

const turned = (x: number, by: number): number => (x >>> by) | (x << (32 - by))

export class Sha256 {
  /** Bytes that were taken. */
  length = 0
  private readonly state = Int32Array.from(start)
  private readonly block = new Uint8Array(BLOCK)
  private filled = 0

  add(bytes: Uint8Array, from: number, to: number): void {
    this.length += to - from
    let at = from
    if (this.filled > 0) {
      const taken = Math.min(BLOCK - this.filled, to - at)
      this.block.set(bytes.subarray(at, at + taken), this.filled)
      this.filled += taken
      at += taken
      if (this.filled < BLOCK) return
      this.mix(this.block, 0)
      this.filled = 0
    }
    for (; at + BLOCK <= to; at += BLOCK) this.mix(bytes, at)
    if (at < to) this.block.set(bytes.subarray(at, to))
    this.filled = to - at
  }

  /** The hash in lower-case hexadecimal. Section 5.1.1: a bit, zeros, and the length in bits. Nothing is taken afterwards. */
  hex(): string {
    const { block } = this
    block[this.filled++] = 0x80
    if (this.filled > BLOCK - 8) {
      block.fill(0, this.filled)
      this.mix(block, 0)
      this.filled = 0
    }
    block.fill(0, this.filled)
    const tail = new DataView(block.buffer)
    tail.setUint32(BLOCK - 8, Math.floor(this.length / 2 ** 29))
    tail.setUint32(BLOCK - 4, (this.length * 8) >>> 0)
    this.mix(block, 0)
    return Array.from(this.state, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("")
  }

  private mix(bytes: Uint8Array, at: number): void {
    for (let n = 0; n < 16; n++, at += 4)
      words[n] = (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!
    for (let n = 16; n < 64; n++) {
      const [x, y] = [words[n - 15]!, words[n - 2]!]
      const low = turned(x, 7) ^ turned(x, 18) ^ (x >>> 3)
      const high = turned(y, 17) ^ turned(y, 19) ^ (y >>> 10)
      words[n] = words[n - 16]! + low + words[n - 7]! + high
    }
    this.turn()
  }

  private turn(): void {
    const { state } = this
    let [a, b, c, d] = [state[0]!, state[1]!, state[2]!, state[3]!]
    let [e, f, g, h] = [state[4]!, state[5]!, state[6]!, state[7]!]
    for (let n = 0; n < 64; n++) {
      const one = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)
      const first = (h + one + ((e & f) ^ (~e & g)) + round[n]! + words[n]!) | 0
      const two = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)
      const second = (two + ((a & b) ^ (a & c) ^ (b & c))) | 0
      h = g
      g = f
      f = e
      e = (d + first) | 0
      d = c
      c = b
      b = a
      a = (first + second) | 0
    }
    state[0]! += a
    state[1]! += b
    state[2]! += c
    state[3]! += d
    state[4]! += e
    state[5]! += f
    state[6]! += g
    state[7]! += h
  }
}
