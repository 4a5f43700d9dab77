/** A known function reaches an address, block, tag or object that it never reached while the sensor learned. */
import type { Detection, Example, ExampleFact, FunctionWords, Judging, Spoken } from "../detection.ts"

type Reach = { readonly kind: string; readonly places: string }

const ofPlaces: Readonly<Record<string, Reach>> = {
  modbus: { kind: "modbus-address-range-violation", places: "addresses" },
  s7comm: { kind: "unauthorized-access-to-siemens-s7-data-block", places: "areas" },
  "s7comm-plus": { kind: "unauthorized-access-to-siemens-s7-plus-object", places: "objects" },
  cip: { kind: "new-activity-detected-cip-symbol", places: "tags and objects" },
  bacnet: { kind: "unauthorized-bacnet-object-access", places: "objects" },
  "opc-ua": { kind: "unauthorized-opc-ua-activity", places: "nodes" },
  ads: { kind: "new-activity-detected-read-write-command-ams-index-offset", places: "index offsets" },
  "ge-srtp": { kind: "unauthorized-ge-srtp-system-memory-operation", places: "memory" },
  "lon-ip": { kind: "new-activity-detected-lontalk-network-variable", places: "network variables" },
  iec104: { kind: "unpermitted-usage-of-asdu-types", places: "commands" },
  goose: { kind: "goose-message-type-settings", places: "control blocks" },
  sv: { kind: "sampled-values-message-type-settings", places: "streams" },
  mms: { kind: "unauthorized-mms-program-access", places: "domains and programs" },
}

const blocks = "unauthorized-siemens-s7-plus-block-access"
const indexGroups = "new-activity-detected-read-write-command-ams-index-group"

const published: ReadonlySet<string> = new Set(["goose", "sv"])

/** What acts on more than the process has alerts of its own. Of MMS, only that is judged by place: variables of an IED are read by whole data sets. */
function isJudged({ protocol, does, isEveryday }: FunctionWords): boolean {
  const isGrave = does !== "" && !isEveryday
  // Measured values come as they are; what is told to do something is counted.
  if (protocol === "iec104") return does !== "" && isEveryday
  return protocol === "mms" ? isGrave : !isGrave
}

/** The kind that says more of where it is; undefined where the general one says it all. Asked of learned places, too: it remembers. */
function narrower({ client, server, protocol, place }: Spoken<"place">, judging: Judging): string | undefined {
  if (protocol !== "ads" && protocol !== "s7comm-plus") return undefined
  const { world, isFirst } = judging
  const where = world.placeText(place)
  if (protocol === "s7comm-plus") return /\b(?:DB|block)\b/i.test(where) ? blocks : undefined
  const [group = ""] = where.split(",")
  return isFirst(`ads|${world.text(client)}|${world.text(server)}|${group}`) ? indexGroups : undefined
}

function judge(fact: Spoken<"place">, judging: Judging): void {
  const { world, raise, isFollowed } = judging
  const { client, server, protocol, time, place } = fact
  const reach = ofPlaces[protocol]
  const narrow = narrower(fact, judging)
  if (reach === undefined || world.isLearning(client, server) || isFollowed(fact.function)) return
  const words = world.functionWords(fact.function)
  const where = world.placeText(place)
  if (where === "" || !isJudged(words)) return
  raise({
    kind: narrow ?? reach.kind,
    source: client,
    target: server,
    protocol,
    message: published.has(protocol)
      ? `{source} publishes ${reach.places} over ${words.title} that it never published while the sensor learned.`
      : `{source} reached ${reach.places} of {target} over ${words.title} that it never reached while the sensor learned.`,
    line: { what: words.name, where },
    time,
    follow: { place },
  })
}

const reaches = (protocol: string, where: string, more: { does?: string; isEveryday?: boolean } = {}): ExampleFact => ({
  ...{ says: "place", from: "10.0.0.1", to: "10.0.0.2", protocol, key: "usual", where },
  ...more,
})
/** One that fires, and one that is silent, for each kind. */
function provedBy(protocol: string, kind: string, usual: string, unusual: string): readonly Example[] {
  const more =
    protocol === "iec104"
      ? { does: "Switch", isEveryday: true }
      : protocol === "mms"
        ? { does: "Start a program", isEveryday: false }
        : {}
  const asked: ExampleFact = {
    ...{ says: "operation", from: "10.0.0.1", to: "10.0.0.2", protocol, key: "usual" },
    ...more,
  }
  const learned = [asked, reaches(protocol, usual, more)]
  const then = [reaches(protocol, unusual, more)]
  return [
    { name: `${kind}: ${unusual}`, learned, then, raises: [kind] },
    { name: `${kind}: the device as a whole`, learned, then: [reaches(protocol, "", more)], raises: [] },
  ]
}
const proofs: readonly Example[] = [
  ...Object.entries(ofPlaces).flatMap(([protocol, { kind }]) =>
    provedBy(protocol, kind, "group 1, first", "group 1, second"),
  ),
  ...provedBy("s7comm-plus", blocks, "group 1", "DB 7"),
  ...provedBy("ads", indexGroups, "group 1, first", "group 2, first"),
]

export const newPlace: Detection = {
  kinds: [...Object.values(ofPlaces).map(({ kind }) => kind), blocks, indexGroups],
  facts: { place: judge },
  examples: [
    ...proofs,
    {
      name: "a register outside of what is read every day",
      learned: [
        { says: "operation", from: "10.0.0.1", to: "10.0.0.2", protocol: "modbus", key: "3" },
        { says: "place", from: "10.0.0.1", to: "10.0.0.2", protocol: "modbus", key: "3", where: "unit 1, 0 to 9" },
      ],
      then: [
        {
          says: "place",
          from: "10.0.0.1",
          to: "10.0.0.2",
          protocol: "modbus",
          key: "3",
          where: "unit 1, 4000 to 4099",
        },
      ],
      raises: ["modbus-address-range-violation"],
    },
    {
      name: "a new function is one alert, not one for each of its places too",
      learned: [{ says: "operation", from: "10.0.0.1", to: "10.0.0.2", protocol: "modbus", key: "3" }],
      then: [
        { says: "operation", from: "10.0.0.1", to: "10.0.0.2", protocol: "modbus", key: "6" },
        { says: "place", from: "10.0.0.1", to: "10.0.0.2", protocol: "modbus", key: "6", where: "unit 1, 7" },
      ],
      raises: ["unpermitted-usage-of-modbus-function-code"],
    },
    {
      name: "a protection device publishes a control block that it never published",
      learned: [
        { says: "place", from: "00:11:22:33:44:55", to: "01:0c:cd:01:00:01", protocol: "goose", key: "0", where: "G1" },
      ],
      then: [
        { says: "place", from: "00:11:22:33:44:55", to: "01:0c:cd:01:00:01", protocol: "goose", key: "0", where: "G2" },
      ],
      raises: ["goose-message-type-settings"],
    },
    {
      name: "the whole device is no place",
      learned: [{ says: "operation", from: "10.0.0.1", to: "10.0.0.2", protocol: "modbus", key: "8" }],
      then: [{ says: "place", from: "10.0.0.1", to: "10.0.0.2", protocol: "modbus", key: "8", where: "" }],
      raises: [],
    },
  ],
}
