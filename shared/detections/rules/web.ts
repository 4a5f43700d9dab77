/** HTTP requests: messages that break the specification or are unlike any other, and programs and actions that were never seen. */
import type { Detection, ExampleFact, Judging, Spoken } from "../detection.ts"
import type { Said } from "../../facts/fact.ts"

const faulty = "illegal-http-header-content"
const clientError = "http-client-error"
const illegal = "illegal-http-communication"
const manyHeaders = "abnormal-number-of-parameters-in-http-header"
const longHeader = "abnormal-http-header-length"
const newAgent = "unauthorized-http-user-agent"
const newAction = "unauthorized-http-soap-action"

/** Servers in use refuse more than about so much (Apache httpd: LimitRequestFields 100, LimitRequestFieldSize 8190). */
const most = { headers: 100, length: 8190 }

/** IANA's registry of HTTP methods; what UPnP (section 4 and 1.3) and Microsoft's RPC over HTTP, BITS, SSTP and Exchange add. */
const methods: ReadonlySet<string> = new Set(
  [
    "GET HEAD POST PUT DELETE CONNECT OPTIONS TRACE PATCH PROPFIND PROPPATCH MKCOL COPY MOVE LOCK UNLOCK ACL BASELINE-CONTROL BIND",
    "CHECKIN CHECKOUT LABEL LINK MERGE MKACTIVITY MKCALENDAR MKREDIRECTREF MKWORKSPACE ORDERPATCH QUERY REBIND REPORT SEARCH UNBIND",
    "UNCHECKOUT UNLINK UPDATE UPDATEREDIRECTREF VERSION-CONTROL NOTIFY SUBSCRIBE UNSUBSCRIBE M-SEARCH POLL RPC_IN_DATA RPC_OUT_DATA",
    "BITS_POST SSTP_DUPLEX_POST BCOPY BDELETE BMOVE BPROPFIND BPROPPATCH",
  ].flatMap((line) => line.split(" ")),
)

function judge(fact: Spoken<"web">, { world, raise, isFirst }: Judging): void {
  const { client, server, method, host, path, userAgent, soapAction, headers, longestHeader, fault, time } = fact
  const where = `${host}${path}`.slice(0, 200)
  const alert = (kind: string, message: string, what: string, at = where): void =>
    raise({ kind, source: client, target: server, protocol: "http", message, line: { what, where: at }, time })
  if (fault !== "") {
    alert(faulty, `{source} sent {target} an HTTP request that breaks the specification: ${fault}.`, fault)
    alert(clientError, `{source} sent {target} an HTTP request that can't be understood.`, fault)
  }
  if (!methods.has(method))
    alert(illegal, "{source} used a method of HTTP on {target} that does not exist.", `Method ${method}`)
  if (headers > most.headers)
    alert(manyHeaders, `{source} sent {target} an HTTP request with ${headers} headers.`, `${headers} headers`)
  if (longestHeader > most.length)
    alert(longHeader, `{source} sent {target} an HTTP header of ${longestHeader} bytes.`, `${longestHeader} bytes`)
  const isNewAgent = userAgent !== "" && isFirst(`agent|${world.text(client)}|${userAgent}`)
  const isNewAction = soapAction !== "" && isFirst(`soap|${world.text(client)}|${world.text(server)}|${soapAction}`)
  if (world.isLearning(client, server)) return
  if (isNewAgent)
    alert(newAgent, "{source} uses a program on the web that it never used while the sensor learned.", userAgent, host)
  if (isNewAction)
    alert(
      newAction,
      "{source} asked {target} for a SOAP action that it never asked for while the sensor learned.",
      soapAction,
    )
}

const usual: Extract<Said, { kind: "web" }> = {
  kind: "web",
  method: "GET",
  host: "plant.example",
  path: "/",
  userAgent: "Browser/1.0",
  soapAction: "",
  cookies: [],
  headers: 9,
  longestHeader: 120,
  fault: "",
}
const asks = (more: Partial<typeof usual> = {}): ExampleFact => ({
  says: "said",
  from: "10.0.0.8",
  to: "10.0.0.3",
  protocol: "http",
  said: { ...usual, ...more },
})

export const web: Detection = {
  kinds: [faulty, clientError, illegal, manyHeaders, longHeader, newAgent, newAction],
  facts: { web: judge },
  examples: [
    { name: "a usual request", learned: [asks()], then: [asks()], raises: [] },
    {
      name: "a header without a name",
      learned: [asks()],
      then: [asks({ fault: "a header without a colon" })],
      raises: [faulty, clientError],
    },
    { name: "a method that is none", learned: [asks()], then: [asks({ method: "HELLO" })], raises: [illegal] },
    { name: "hundreds of headers", learned: [asks()], then: [asks({ headers: 300 })], raises: [manyHeaders] },
    { name: "a very long header", learned: [asks()], then: [asks({ longestHeader: 20_000 })], raises: [longHeader] },
    { name: "another program", learned: [asks()], then: [asks({ userAgent: "curl/8.0" })], raises: [newAgent] },
    { name: "another SOAP action", learned: [asks()], then: [asks({ soapAction: "urn:Reboot" })], raises: [newAction] },
  ],
}
