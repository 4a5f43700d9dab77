/** A field of text that no program in use sends so long. */
import type { Detection, ExampleFact, Judging, Spoken } from "../detection.ts"

const overlong = "unexpected-message-length"

/** What was so long while the sensor learned stays usual. */
function judge({ client, server, protocol, field, time }: Spoken<"longText">, { world, raise, swap }: Judging): void {
  const key = `long|${world.text(client)}|${world.text(server)}|${protocol}|${field}`
  const isUsual = world.isLearning(client, server) || swap(key, "") === "usual"
  if (isUsual) return void swap(key, "usual")
  const message = `A message between {source} and {target} over ${protocol.toUpperCase()} holds a text of more than 32,768 characters.`
  raise({ kind: overlong, source: client, target: server, protocol, message, line: { what: field }, time })
}

const sends: ExampleFact = {
  says: "said",
  from: "10.0.0.9",
  to: "10.0.0.2",
  protocol: "ftp",
  said: { kind: "longText", field: "Command" },
}

export const longText: Detection = {
  kinds: [overlong],
  facts: { longText: judge },
  examples: [
    { name: "a command without an end", then: [sends], raises: [overlong] },
    { name: "a program that always did", learned: [sends], then: [sends, sends], raises: [] },
  ],
}
