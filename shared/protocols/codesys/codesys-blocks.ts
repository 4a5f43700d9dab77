/** Services of CODESYS V3 that come in several blocks, put together: few at a time, each within a bound, in order only. */
import type { Reader } from "../../bytes/reader.ts"
import type { Findings } from "../dissector.ts"

const atOnce = 8
const longest = 65_536

type Joint = { next: number; length: number; readonly bytes: Uint8Array }

export class Blocks {
  /** By side and channel. */
  private readonly joints = new Map<number, Joint>()

  /** The first block of `total` bytes, of which the rest of `r` is the beginning. Longer ones are left alone. */
  begin(key: number, number: number, total: number, r: Reader, out: Findings): void {
    this.joints.delete(key)
    if (total > longest || r.left > total) return
    if (this.joints.size >= atOnce)
      for (const oldest of this.joints.keys()) {
        this.joints.delete(oldest)
        break
      }
    const joint = { next: number, length: 0, bytes: new Uint8Array(total) }
    this.joints.set(key, joint)
    append(joint, r, out)
  }

  /** The whole service, where this block was its last; null otherwise. A repeat changes nothing, a gap ends it. */
  add(key: number, number: number, r: Reader, out: Findings): Uint8Array | null {
    const joint = this.joints.get(key)
    if (joint === undefined || number < joint.next) return null
    if (number > joint.next || r.left > joint.bytes.length - joint.length) {
      this.joints.delete(key)
      return null
    }
    append(joint, r, out)
    if (joint.length < joint.bytes.length) return null
    this.joints.delete(key)
    out.joined(joint, joint.bytes)
    return joint.bytes
  }

  /** Whatever waits there has no use any more. */
  drop(key: number): void {
    if (this.joints.size > 0) this.joints.delete(key)
  }
}

function append(joint: Joint, r: Reader, out: Findings): void {
  out.gather(joint, joint.length, r.at, r.left)
  joint.bytes.set(r.bytes.subarray(r.at, r.end), joint.length)
  joint.length += r.left
  joint.next++
}
