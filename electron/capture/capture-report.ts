/** What the capture program says on its standard error while it works and when it ends. */

export class CaptureReport {
  /** True once it listens. */
  listening = false
  /** Packets so far, as it counts them itself. */
  packets = 0
  /** Its closing figures. dumpcap says what it wrote; received is then that, without what was dropped. */
  closing: { readonly received: number; readonly dropped: number } | null = null
  /** Dropped so far, where it tells while it works (tcpdump). */
  dropped = 0
  /** Its own words on what went wrong. */
  complaint = ""
  #rest = ""
  readonly #counted: () => void

  /** `counted`: called when it has told a new count. */
  constructor(counted: () => void = () => undefined) {
    this.#counted = counted
  }

  /** `text`: the next piece. Lines end with a line feed, or stand over each other behind a carriage return. */
  hear(text: string): void {
    const lines = (this.#rest + text).split(/[\r\n]+/)
    this.#rest = lines.pop()!
    for (const line of lines) this.#line(line.trim())
    if (this.#rest.startsWith("Packets: ") && this.#rest.endsWith(" ")) this.#line(this.#rest.trim())
  }

  /** It has ended: what was said without an end of line counts too. */
  end(): void {
    this.#line(this.#rest.trim())
    this.#rest = ""
  }

  #line(line: string): void {
    if (/^Capturing on |^tcpdump: listening on /.test(line)) this.listening = true
    else if (/^Packets: \d+/.test(line)) this.#count(Number(/\d+/.exec(line)![0]))
    else if (!this.#dumpcapClosing(line) && !this.#tcpdumpFigures(line)) this.#complain(line)
  }

  #dumpcapClosing(line: string): boolean {
    if (/^File: /.test(line)) this.#counted() // the interface is open by now; "Capturing on" comes before
    if (/^(Packets captured: |File: |\/)/.test(line)) return true
    const found = /^Packets received\/dropped on interface .*: (\d+)\/(\d+) /.exec(line)
    if (!found) return false
    this.closing = { received: Number(found[1]), dropped: Number(found[2]) }
    this.packets = this.closing.received
    return true
  }

  /** "31397 packets captured", "32582 packets received by filter", "0 packets dropped by kernel", on lines of their own or in one. */
  #tcpdumpFigures(line: string): boolean {
    const captured = /(\d+) packets? captured/.exec(line)
    const dropped = /(\d+) packets? dropped by (?:kernel|interface)/.exec(line)
    if (captured) this.#count(Number(captured[1]))
    if (dropped) this.dropped = Math.max(this.dropped, Number(dropped[1]))
    if (!captured && !dropped) return /packets? received by filter/.test(line)
    const whole = !line.startsWith("tcpdump:") // asked for while it works, it puts its name before them
    if (whole) this.closing = { received: this.packets, dropped: this.dropped }
    return true
  }

  #count(packets: number): void {
    this.packets = packets
    this.#counted()
  }

  #complain(line: string): void {
    if (line === "" || /^(Running as user|Please|See the|tcpdump: WARNING)/.test(line)) return
    if (this.complaint === "") this.complaint = line.replace(/^(dumpcap|tcpdump): /, "").slice(0, 300)
  }
}
