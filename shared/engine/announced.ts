/** What a message of one conversation said of another that is to come: whoever reads the other asks for it, once for each thing, never for each message. */

/** The oldest are forgotten. */
const most = 16384

export class Announced {
  private readonly told = new Map<string, unknown>()

  tell(protocol: number, sender: string, number: number, what: unknown): void {
    const key = keyOf(protocol, sender, number)
    this.told.delete(key)
    if (this.told.size >= most)
      for (const oldest of this.told.keys()) {
        this.told.delete(oldest)
        break
      }
    this.told.set(key, what)
  }

  of(protocol: number, sender: string, number: number): unknown {
    return this.told.get(keyOf(protocol, sender, number))
  }

  /** Another capture begins. */
  clear(): void {
    this.told.clear()
  }
}

const keyOf = (protocol: number, sender: string, number: number): string => `${protocol} ${sender} ${number}`
