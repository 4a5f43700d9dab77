/** Telnet (RFC 854): recognised by the negotiation that servers begin with; who signs in is read from what the server prompts and what is typed. */
import type { Dissector } from "../dissector.ts"
import { protocol } from "../protocol.ts"
import { withSecret } from "./credentials.ts"
import { LineLengths } from "./lines.ts"
import { TelnetSignIn } from "./telnet-sign-in.ts"
import { TelnetText } from "./telnet-text.ts"

const telnetProtocol = protocol({ name: "telnet", title: "Telnet", family: "office", wireshark: "telnet" })

class Session {
  readonly texts = [new TelnetText(), new TelnetText()]
  readonly signIn = new TelnetSignIn()
  readonly lengths = new LineLengths()
}
const begin = (): Session => new Session()

export const telnet: Dissector = {
  protocol: telnetProtocol,
  tcp: [23],

  /** Interpret as command (255), then will, won't, do or don't (251 to 254). */
  probe(bytes, from, to) {
    return to - from >= 3 && bytes[from] === 0xff && bytes[from + 1]! >= 0xfb && bytes[from + 1]! <= 0xfe
  },

  read(r, about, out) {
    const session = about.recall(begin)
    const { signIn } = session
    if (about.direction === 1 && session.lengths.grows(about.side, r.bytes, r.at, r.end))
      out.tell({ kind: "longText", field: "Typed line" })
    if (about.direction !== 0 && session.texts[about.side]!.read(r.bytes, r.at, r.end)) {
      const { text, length } = session.texts[about.side]!
      const outcome = about.direction === 1 ? signIn.typed(text, length) : signIn.shown(text, length)
      if (outcome !== "open")
        out.tell({
          ...{ kind: "signIn", user: signIn.user, succeeded: outcome === "succeeded", isClear: true },
          ...withSecret(signIn.secret),
        })
    }
    r.skip(r.left, "Data")
  },
}
