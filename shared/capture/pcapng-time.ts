/** Time stamps of pcapng: 64 bits in units of 10^-n or 2^-n seconds (draft-ietf-opsawg-pcapng, if_tsresol). */

/** Turns high and low words into whole microseconds since 1970 UTC. `offset` is if_tsoffset, in seconds. */
export type Clock = (high: number, low: number) => number

/** `resolution` is the octet of if_tsresol; 6 where the option is absent. */
export function clockOf(resolution: number, offset: number): Clock {
  const shift = offset * 1e6
  if (resolution & 0x80) return binary(resolution & 0x7f, shift)
  if (resolution <= 6) {
    const factor = 10 ** (6 - resolution)
    return (high, low) => (high * 4294967296 + low) * factor + shift
  }
  if (resolution > 12) return decimal(BigInt(10) ** BigInt(resolution - 6), shift)
  // Exact without BigInt: 2^32 = q * units + r, and high * r stays below 2^53 for up to a million units a microsecond.
  const units = 10 ** (resolution - 6)
  const q = Math.floor(4294967296 / units)
  const r = 4294967296 % units
  return (high, low) => high * q + Math.floor((high * r + low) / units) + shift
}

function decimal(units: bigint, shift: number): Clock {
  return (high, low) => Number(((BigInt(high) << 32n) | BigInt(low)) / units) + shift
}

function binary(bits: number, shift: number): Clock {
  const power = BigInt(bits)
  return (high, low) => Number((((BigInt(high) << 32n) | BigInt(low)) * 1000000n) >> power) + shift
}
