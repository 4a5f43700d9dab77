/** Names that are asked for: by a device of the plant that never did, and very many that nobody ever asked for. */
import type { Detection, ExampleFact, Judging, Spoken } from "../detection.ts"

const ofController = "unauthorized-name-query"
const many = "suspicion-of-malicious-activity-name-queries"

function judge({ client, server, protocol, name, time }: Spoken<"asked">, judging: Judging): void {
  const { world, raise, isFirst, threshold, counting } = judging
  const isNewName = isFirst(`name|${name}`)
  const isNewHere = isFirst(`name|${world.text(client)}|${name}`)
  if (world.isLearning()) return
  if (isNewHere && world.isController(client) && !world.isLearning(client))
    raise({
      kind: ofController,
      source: client,
      target: server,
      protocol,
      message: "{source} asked {target} for a name that it never asked for while the sensor learned.",
      line: { what: name },
      time,
    })
  // What leads out of the plant goes by DNS; its relatives look for neighbours and their services, many at a time.
  if (!isNewName || protocol !== "dns") return
  const limit = threshold(many, client)
  if (!counting.reaches(`${many}|${world.text(client)}`, time, limit)) return
  const message = `{source} asked for ${limit.count} names or more within ${limit.seconds} seconds that nobody ever asked for here.`
  raise({ kind: many, source: client, target: -1, protocol, message, line: { what: name }, time })
}

const asks = (name: string, at = 0, from = "10.0.0.8", protocol = "dns"): ExampleFact => ({
  says: "said",
  from,
  to: "10.0.0.4",
  protocol,
  said: { kind: "asked", name },
  at,
})

export const names: Detection = {
  kinds: [ofController, many],
  facts: { asked: judge },
  examples: [
    {
      name: "a controller asks for a name of the internet",
      learned: [{ says: "speaks", from: "10.0.0.1", to: "10.0.0.2", protocol: "s7comm", isOt: true }],
      then: [asks("update.example.com", 0, "10.0.0.2")],
      raises: [ofController],
    },
    { name: "an office computer looks something up", then: [asks("news.example.com")], raises: [] },
    {
      name: "a program tries one made-up name after the other",
      then: Array.from({ length: 25 }, (_, n) => asks(`x${n * 7919}q.example.net`, n)),
      raises: [many],
    },
    {
      name: "a computer that looks for services around it",
      then: Array.from({ length: 25 }, (_, n) => asks(`_service${n}._tcp.local`, n, "10.0.0.8", "mdns")),
      raises: [],
    },
    {
      name: "the same names over and over",
      learned: Array.from({ length: 25 }, (_, n) => asks(`host${n}.plant.example`, n)),
      then: Array.from({ length: 25 }, (_, n) => asks(`host${n}.plant.example`, n)),
      raises: [],
    },
  ],
}
