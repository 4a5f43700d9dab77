/** Sign-ins: refused ones, too many of them, and by who never did. */
import type { Detection, ExampleFact, Judging, Spoken } from "../detection.ts"
import type { EventKindCode } from "../event-kind.ts"

const ftpRefused = "ftp-login-failed"
const newSmb = "unauthorized-smb-login"
const tooMany = "excessive-login-attempts"
const tooManySmb = "excessive-smb-login-attempts"
const newSignIn = "unauthorized-sign-in"
const guessing = "password-guessing-attempt-detected"

const failures: Readonly<Record<string, EventKindCode>> = {
  ftp: "FTP_AUTHENTICATION_FAILURE",
  telnet: "TELNET_AUTHENTICATION_FAILURE",
  http: "HTTP_BASIC_AUTHENTICATION",
}

function judge(fact: Spoken<"signIn">, judging: Judging): void {
  const { client, server, protocol, user, succeeded, isClear, time } = fact
  const { world, raise, tell, isFirst } = judging
  const name = user === "" ? "" : ` as ${user}`
  const title = protocol.toUpperCase()
  const where = { source: client, target: server, protocol, time }
  // A browser signs in with each connection that it opens.
  const isNews = protocol !== "http" || isFirst(`signIn|${world.text(client)}|${world.text(server)}|http|${user}`)
  if (isClear && succeeded && isNews)
    tell({
      kind: protocol === "http" ? "HTTP_BASIC_AUTHENTICATION" : "CLEARTEXT_AUTHENTICATION",
      ...where,
      text: `{source} signed in to {target} over ${title}${name}; the password could be read on the way.`,
    })
  const event = failures[protocol]
  if (!succeeded && event !== undefined)
    tell({ kind: event, ...where, text: `{target} refused {source} over ${title}${name}.` })
  if (!succeeded && protocol === "ftp")
    raise({
      kind: ftpRefused,
      ...where,
      message: "{target} refused a sign-in of {source} over FTP.",
      line: { what: "Sign-in refused", where: user },
    })
  if (succeeded) unfamiliar(fact, isNews, judging)
  if (protocol === "smb" && succeeded) {
    const isNew = isFirst(`signIn|${world.text(client)}|${world.text(server)}|smb`)
    if (isNew && !world.isLearning(client, server))
      raise({
        kind: newSmb,
        ...where,
        message:
          "{source} signed in to {target} over Windows file sharing, which it never did while the sensor learned.",
        line: { what: "Signed in", where: user },
      })
  }
  rates(fact, judging)
}

/** Those have alerts of their own. */
const elsewhere: ReadonlySet<string> = new Set(["smb", "mysql", "postgresql", "tds", "tns"])

/** Somebody signs in, or shows who he is, where nobody did so under this name from here. `isNews`: of those whose first time was asked for already. */
function unfamiliar(
  { client, server, protocol, user, mask, time }: Spoken<"signIn"> | Spoken<"presented">,
  isNews: boolean,
  { world, raise, isFirst }: Judging,
): void {
  if (elsewhere.has(protocol)) return
  const isNew =
    protocol === "http" ? isNews : isFirst(`signIn|${world.text(client)}|${world.text(server)}|${protocol}|${user}`)
  if (!isNew || world.isLearning(client, server)) return
  const name = user === "" ? "" : ` as ${user}`
  const how = mask?.isDefault === true ? ", with the password that its maker delivers" : ""
  raise({
    kind: newSignIn,
    source: client,
    target: server,
    protocol,
    message: `{source} signed in to {target} over ${protocol.toUpperCase()}${name}${how}, which it never did while the sensor learned.`,
    line: { what: how === "" ? "Signed in" : "Signed in, default password", where: user },
    time,
  })
}

const presented = (fact: Spoken<"presented">, judging: Judging): void => {
  const { client, server, user } = fact
  const { world, isFirst } = judging
  const isNews = fact.protocol === "http" && isFirst(`signIn|${world.text(client)}|${world.text(server)}|http|${user}`)
  unfamiliar(fact, isNews, judging)
}

/** Where people sign in; browsers and programs do it anew with each connection that they open. */
const byHand: ReadonlySet<string> = new Set(["ftp", "telnet"])

function rates({ client, server, protocol, user, succeeded, time }: Spoken<"signIn">, judging: Judging): void {
  const { world, raise, threshold, counting } = judging
  const ends = `${world.text(client)}|${world.text(server)}|${protocol}`
  const often = (kind: string, what: string): void => {
    const limit = threshold(kind, server)
    if (!counting.reaches(`${kind}|${ends}`, time, limit)) return
    const within = limit.seconds < 120 ? `${limit.seconds} seconds` : `${Math.round(limit.seconds / 60)} minutes`
    const message = `{source} tried to sign in to {target} over ${protocol.toUpperCase()} ${limit.count} times or more within ${within}.`
    raise({ kind, source: client, target: server, protocol, message, line: { what, where: user }, time })
  }
  if (protocol === "smb") often(tooManySmb, "Sign-ins")
  else if (byHand.has(protocol) || !succeeded) often(tooMany, "Sign-ins")
  if (!succeeded) often(guessing, "Sign-ins refused")
}

const signsIn = (count: number, protocol: string, succeeded: boolean, every: number) =>
  Array.from(
    { length: count },
    (_, n) =>
      ({
        says: "said",
        from: "10.0.0.9",
        to: "10.0.0.2",
        protocol,
        said: { kind: "signIn", user: "admin", succeeded, isClear: protocol !== "smb" },
        at: n * every,
      }) as const,
  )

const shows = (user: string): ExampleFact => ({
  ...{ says: "said", from: "10.0.0.9", to: "10.0.0.2", protocol: "snmp" },
  said: { kind: "presented", user, isClear: true },
})

export const signIns: Detection = {
  kinds: [ftpRefused, newSmb, newSignIn, tooMany, tooManySmb, guessing],
  facts: { signIn: judge, presented },
  examples: [
    { name: "one refused FTP sign-in", then: signsIn(1, "ftp", false, 1), raises: [ftpRefused] },
    { name: "twenty Telnet sign-ins within a minute", then: signsIn(20, "telnet", false, 2), raises: [tooMany] },
    {
      name: "a web page that signs in with each request",
      learned: signsIn(1, "http", true, 1),
      then: signsIn(40, "http", true, 1),
      raises: [],
    },
    {
      name: "a program that opens a connection for each question",
      learned: signsIn(1, "mysql", true, 1),
      then: signsIn(40, "mysql", true, 1),
      raises: [],
    },
    { name: "twenty guesses at a web page", then: signsIn(20, "http", false, 1), raises: [tooMany] },
    { name: "twenty over an hour", then: signsIn(20, "telnet", false, 180), raises: [] },
    {
      name: "a hundred guesses within a minute",
      then: signsIn(100, "telnet", false, 0.5),
      raises: [guessing, tooMany],
    },
    {
      name: "ten sign-ins to Windows within ten minutes",
      learned: signsIn(1, "smb", true, 1),
      then: signsIn(10, "smb", false, 30),
      raises: [tooManySmb],
    },
    { name: "somebody signs in who never did", then: signsIn(1, "telnet", true, 1), raises: [newSignIn] },
    {
      name: "another name than ever",
      learned: signsIn(1, "telnet", true, 1).map((one) => ({ ...one, said: { ...one.said, user: "operator" } })),
      then: signsIn(1, "telnet", true, 1),
      raises: [newSignIn],
    },
    {
      name: "who always signs in over Telnet",
      learned: signsIn(1, "telnet", true, 1),
      then: signsIn(2, "telnet", true, 90),
      raises: [],
    },
    {
      name: "a community of SNMP that was never used",
      learned: [shows("public")],
      then: [shows("private"), shows("public")],
      raises: [newSignIn],
    },
    { name: "a new sign-in to Windows", then: signsIn(1, "smb", true, 1), raises: [newSmb] },
    { name: "who always signs in", learned: signsIn(1, "smb", true, 1), then: signsIn(1, "smb", true, 1), raises: [] },
  ],
}
