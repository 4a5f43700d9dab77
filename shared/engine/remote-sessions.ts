/** Sessions from afar, each with its span and bytes: added up when paths are folded, so that no packet costs anything. */
import { sessionTitle } from "../model/remote-way.ts"
import type { Conversation } from "./conversation.ts"
import type { Ledger } from "./ledger.ts"
import type { Pairs } from "./pairs.ts"
import { SessionCount } from "./session-count.ts"

/** Nobody is silent so long: the time stamps jumped, and the span is that behind the jump (microseconds). */
const jump = 366 * 86_400e6

export class RemoteSessions {
  private readonly pairs: Pairs
  private readonly touched = new Set<Conversation>()

  constructor(pairs: Pairs) {
    this.pairs = pairs
  }

  /** Bytes that a path of the conversation counted since the last fold. */
  count(conversation: Conversation, side: number, bytes: number, last: number): void {
    const session = (conversation.session ??= new SessionCount())
    if (session.first < 0) session.first = conversation.began || last
    if (last - session.first > jump) {
      session.first = last
      session.wasTold = false
    }
    session.bytes[side]! += bytes
    session.last = Math.max(session.last, last)
    if (session.judged !== conversation.dissector) {
      session.judged = conversation.dissector
      const protocol = conversation.dissector?.protocol.name ?? ""
      session.title = sessionTitle(protocol, conversation.tcp, conversation.serverPort)
    }
    if (session.title !== "") this.touched.add(conversation)
  }

  /** What came to the sessions is told. */
  tell(ledger: Ledger): void {
    for (const conversation of this.touched) this.told(conversation, ledger)
    this.touched.clear()
  }

  private told(conversation: Conversation, ledger: Ledger): void {
    const { session, pair, client, serverPort, clientPort, dissector, ended } = conversation
    // A port that nobody answers is no session.
    if (session === null || pair < 0 || session.bytes[1 - client]! + Number(session.wasTold) === 0) return
    const ends = { client: this.pairs.client(pair), server: this.pairs.server(pair) }
    const [sent, received] = [session.bytes[client]!, session.bytes[1 - client]!]
    const protocol = dissector?.protocol.name ?? (conversation.tcp ? "tcp" : "udp")
    const title = dissector === null ? `${session.title}, by its port` : session.title
    ledger.measured(ends, `${session.title}|${serverPort}|${clientPort}|${session.first}`, {
      ...{ kind: "session", protocol, title, port: serverPort, sent, received, isOpen: !ended },
      ...{ count: session.wasTold ? 0 : 1, firstSeen: Math.min(session.first, session.last), lastSeen: session.last },
    })
    session.bytes.fill(0)
    session.wasTold = true
  }
}
