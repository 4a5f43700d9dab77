/** What dissectors remember: of a conversation while it lives, and of a pair where there are none. */
import { limits } from "../flows/limits.ts"
import type { Conversation } from "./conversation.ts"

export class Memories {
  /** By pair and protocol as one number. */
  private readonly pairs = new Map<number, unknown>()

  /** `id`: of the dissector's protocol. Each dissector asks with one type only. */
  recall<Memory>(conversation: Conversation | null, pair: number, id: number, make: () => Memory): Memory {
    if (conversation === null) return this.recallPair(pair * 1024 + id, make)
    const memories = (conversation.memory ??= [])
    for (let at = 0; at < memories.length; at += 2) if (memories[at] === id) return memories[at + 1] as Memory
    const memory = make()
    memories.push(id, memory)
    return memory
  }

  /** Another capture begins: no sequence goes on in it. */
  forget(): void {
    this.pairs.clear()
  }

  /** Without conversation the pair remembers, in its one direction. When there are too many, the oldest is forgotten. */
  private recallPair<Memory>(key: number, make: () => Memory): Memory {
    const memories = this.pairs
    const known = memories.get(key)
    if (known !== undefined) return known as Memory
    const memory = make()
    if (key < 0) return memory
    if (memories.size >= limits.pairMemories)
      for (const oldest of memories.keys()) {
        memories.delete(oldest)
        break
      }
    memories.set(key, memory)
    return memory
  }
}
