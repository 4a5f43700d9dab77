/** The text of one side of a Telnet connection: without the commands of RFC 854 and the escape sequences of terminals (ECMA-48 section 5.4). */

const TEXT = 0
const COMMAND = 1
const OPTION = 2
const SUBNEGOTIATION = 3
const SUBNEGOTIATION_COMMAND = 4
const ESCAPE = 5
const SEQUENCE = 6

/** What one segment may hold; of a longer one the end counts, where prompts stand. */
const most = 4096
/** One for all conversations: it is read at once. */
const text = new Uint8Array(most)

export class TelnetText {
  readonly text = text
  length = 0
  private state = TEXT

  /** True where the segment holds text: `length` bytes of `text`, until the next call on any. */
  read(bytes: Uint8Array, from: number, to: number): boolean {
    this.length = 0
    for (let at = from; at < to; at++) {
      const byte = bytes[at]!
      if (this.state !== TEXT) this.state = this.next(byte)
      else if (byte === 0xff) this.state = COMMAND
      else if (byte === 0x1b) this.state = ESCAPE
      else this.add(byte)
    }
    return this.length > 0
  }

  private next(byte: number): number {
    switch (this.state) {
      case COMMAND:
        if (byte === 0xff) this.add(byte) // twice: the letter itself
        return byte === 0xfa ? SUBNEGOTIATION : byte >= 0xfb && byte <= 0xfe ? OPTION : TEXT
      case SUBNEGOTIATION:
        return byte === 0xff ? SUBNEGOTIATION_COMMAND : SUBNEGOTIATION
      case SUBNEGOTIATION_COMMAND:
        return byte === 0xf0 ? TEXT : SUBNEGOTIATION
      case ESCAPE:
        return byte === 0x5b ? SEQUENCE : TEXT
      case SEQUENCE:
        return byte >= 0x40 && byte <= 0x7e ? TEXT : SEQUENCE
      default:
        return TEXT
    }
  }

  private add(byte: number): void {
    if (this.length === most) {
      text.copyWithin(0, most / 2)
      this.length = most / 2
    }
    text[this.length++] = byte
  }
}
