/** Puts the segments of one message together (ANSI/ASHRAE 135-2020 clause 5.2): few at a time, each within a bound, in order only. */
import type { Reader } from "../../bytes/reader.ts"
import type { Findings } from "../dissector.ts"

const atOnce = 4
const longest = 65_536
const firstRoom = 4096

type Joint = { key: number; next: number; length: number; bytes: Uint8Array }

export class Segments {
  private readonly joints: Joint[] = []
  private replaced = 0

  /** What is left of `r` is segment `sequence`, counted modulo 256. Whether all before it are there. */
  add(key: number, sequence: number, r: Reader, out: Findings): boolean {
    const known = this.find(key)
    if (sequence === 0) {
      const joint = known ?? this.room()
      joint.key = key
      joint.next = 0
      joint.length = 0
      return this.append(joint, r, out)
    }
    if (known === undefined) return false
    if (known.next === sequence) return this.append(known, r, out)
    // A repeat of the last one changes nothing; a gap ends it.
    if (((known.next - sequence) & 255) > 16) known.key = -1
    return known.key >= 0
  }

  /** The whole message; null where parts of it are missing. It is valid until the next segment. */
  take(key: number, out: Findings): Uint8Array | null {
    const joint = this.find(key)
    if (joint === undefined) return null
    joint.key = -1
    const whole = joint.bytes.subarray(0, joint.length)
    out.joined(joint, whole)
    return whole
  }

  private find(key: number): Joint | undefined {
    for (const joint of this.joints) if (joint.key === key) return joint
    return undefined
  }

  private room(): Joint {
    if (this.joints.length < atOnce) {
      const joint = { key: -1, next: 0, length: 0, bytes: new Uint8Array(firstRoom) }
      this.joints.push(joint)
      return joint
    }
    this.replaced = (this.replaced + 1) % atOnce
    return this.joints[this.replaced]!
  }

  private append(joint: Joint, r: Reader, out: Findings): boolean {
    const length = joint.length + r.left
    if (length > longest) {
      joint.key = -1
      return false
    }
    if (length > joint.bytes.length) {
      const wider = new Uint8Array(Math.min(longest, length * 2))
      wider.set(joint.bytes)
      joint.bytes = wider
    }
    out.gather(joint, joint.length, r.at, r.left)
    joint.bytes.set(r.bytes.subarray(r.at, r.end), joint.length)
    joint.length = length
    joint.next = (joint.next + 1) & 255
    return true
  }
}
