/** HTTP/1.1 (RFC 9112 sections 3 and 4): recognised by its first line, answers counted by status, requests told; of bodies the files are told. */
import type { Reader } from "../../bytes/reader.ts"
import type { Dissector, Findings } from "../dissector.ts"
import { protocol } from "../protocol.ts"
import type { CarriedFile } from "../../facts/fact.ts"
import { Carrying } from "../carrying.ts"
import { HttpAnswers } from "./http-answers.ts"
import type { Head } from "./http-head.ts"
import { httpMethods, HttpRequests } from "./http-requests.ts"
import { HttpUploads, type FormSignIn } from "./http-uploads.ts"
import { withSecret } from "./credentials.ts"
import { claimAgent, claimServer, claimTitle, type Page } from "./http-programs.ts"
import { lineEnd } from "./lines.ts"

const statuses: ReadonlyMap<number, string> = new Map([
  [200, "ok"],
  [301, "moved permanently"],
  [302, "found"],
  [304, "not modified"],
  [400, "bad request"],
  [401, "unauthorized"],
  [403, "forbidden"],
  [404, "not found"],
  [500, "internal server error"],
  [503, "service unavailable"],
])

const httpProtocol = protocol({
  name: "http",
  title: "HTTP",
  family: "office",
  wireshark: "http",
  functionName: (code) => statuses.get(code),
})

const methods = [...httpMethods].map((method) => `${method} `)

export const http: Dissector = {
  protocol: httpProtocol,
  tcp: [80, 8080, 8000, 8008, 8088, 8888, 3128, 5357, 5985],
  anyPort: true,

  probe(bytes, from, to) {
    if (starts(bytes, from, to, "HTTP/1.")) return true
    for (const method of methods) if (starts(bytes, from, to, method)) return true
    return false
  },

  read(r, about, out) {
    const status = about.direction === 1 ? 0 : statusOf(r.bytes, r.at, r.end)
    if (status > 0) out.operation(httpProtocol, status, status >= 400 ? "exception" : "response")
    const session = about.recall(begin)
    const { requests } = session
    if (!requests.isOver) {
      if (about.direction === -1) session.answers.take(r.bytes, r.at, r.end, about.time)
      if (status > 0) answered(session, status, out)
      else if (about.direction !== -1) requests.take(r.bytes, r.at, r.end, session.hears(out), about.time)
      session.tells(r, out)
    }
    if (r.trace !== null && (status > 0 || this.probe(r.bytes, r.at, r.end))) showHead(r)
    r.skip(r.left, "Data")
  },
}

class Session extends Carrying {
  private readonly files: CarriedFile[] = []
  private readonly forms: FormSignIn[] = []
  private readonly found = (file: CarriedFile): void => void this.files.push(file)
  private readonly uploads = new HttpUploads(this.found, (form) => void this.forms.push(form))
  readonly requests = new HttpRequests(this.uploads)
  private readonly pages: Page[] = []
  private pagesTold = 0
  private agent = ""
  private agentTold = ""
  readonly answers = new HttpAnswers(this.found, (page) => this.pagesTold++ < mostPages && this.pages.push(page))

  override over(isClient: boolean, isClean: boolean): readonly CarriedFile[] {
    if (isClient) this.uploads.ends(false)
    else this.answers.over(isClean)
    return this.files.splice(0)
  }

  hears(out: Findings): (head: Head) => void {
    return ({ web, isOverlong }) => {
      this.answers.expect(web.method, web.path)
      this.agent = web.userAgent
      out.tell(web)
      if (isOverlong) out.tell({ kind: "longText", field: "Request line" })
    }
  }

  tells(r: Reader, out: Findings): void {
    if (this.agent !== this.agentTold) {
      this.agentTold = this.agent
      claimAgent(r, this.agent, out)
    }
    if (this.pages.length > 0) for (const page of this.pages.splice(0)) tellPage(r, page, out)
    if (this.files.length > 0) for (const file of this.files.splice(0)) out.tell(file)
    if (this.forms.length === 0) return
    for (const { user, secret } of this.forms.splice(0))
      out.tell({ kind: "presented", user, isClear: true, mask: secret })
  }
}
const begin = (): Session => new Session()

/** A server says over and over what it is. */
const mostPages = 8

function tellPage(r: Reader, page: Page, out: Findings): void {
  claimServer(r, page.head, out)
  claimTitle(r, page, out)
}

/** RFC 9110 section 15: 1xx is no answer yet; 401 and 403 refuse who asked. A success is told once a connection. */
function answered(session: Session, status: number, out: Findings): void {
  const { requests } = session
  requests.answered(session.hears(out))
  if (status === 101 || (status < 300 && requests.method === "CONNECT")) requests.isOver = true
  const { user } = requests
  if (user === null || status < 200) return
  requests.user = null
  const succeeded = status !== 401 && status !== 403
  const { name, isClear, secret } = user
  if (succeeded && name === requests.signedIn) return
  if (succeeded) requests.signedIn = name
  out.tell({ kind: "signIn", user: name, succeeded, isClear, ...withSecret(secret) })
}

/** The lines of a head one by one, for who looks at a packet. */
function showHead(r: Reader): void {
  for (let name = "First line"; r.left > 0; name = "Header") {
    const length = lineEnd(r.bytes, r.at, r.end) - r.at
    const isEnd = length <= 2
    r.skip(length, isEnd ? "End of the head" : name)
    if (isEnd) return
  }
}

/** The three digits after "HTTP/1.x "; 0 where no status line begins here. */
function statusOf(bytes: Uint8Array, from: number, to: number): number {
  if (to - from < 12 || bytes[from + 8] !== 0x20 || !starts(bytes, from, to, "HTTP/1.")) return 0
  let status = 0
  for (let at = from + 9; at < from + 12; at++) {
    const digit = bytes[at]! - 0x30
    if (digit < 0 || digit > 9) return 0
    status = status * 10 + digit
  }
  return status >= 100 && status < 600 ? status : 0
}

function starts(bytes: Uint8Array, from: number, to: number, text: string): boolean {
  if (to - from < text.length) return false
  for (let n = 0; n < text.length; n++) if (bytes[from + n] !== text.charCodeAt(n)) return false
  return true
}
