/** Kinds of device that a vendor's or a product's name gives away: weaker than what a device says of itself, stronger than what it speaks. */
import type { DeviceType } from "./device.ts"
import type { Guess } from "./classify.ts"

type Row = readonly [pattern: RegExp, type: DeviceType]

/** Product families by the names that makers print on them; first match wins. */
const products: readonly Row[] = [
  [
    /\b(powerflex|sinamics|micromaster|altivar|atv\d|vlt|fc-?(?:102|202|301|302|360)|acs ?\d{3}|acq\d|movitrac|movifit|unidrive|lenze|8400|kinetix|yaskawa ga)/i,
    "drive",
  ],
  [
    /\b(metsepm|powerlogic|pm5\d{3}|pm8\d{3}|ion ?\d{4}|umg ?\d|sentron|pac ?[34]\d00|acuvim|shark ?\d|janitza|energymeter)/i,
    "meter",
  ],
  [
    /\b(mgate|nport|anybus|moxa mb|netlink|hms |protocol ?gateway|modbus gateway|tsxetg|egx\d|link150|unigate)/i,
    "protocol-converter",
  ],
  [/\b(in-sight|insight 7|dataman|simatic mv|sick )/i, "field-device"],
  [
    /\b(guardlogix|gsvs|f-cpu|cpu ?\d{3,4}f\b|trident|tricon|himax|himatrix|pnoz|flexi soft|safety plc)/i,
    "safety-controller",
  ],
  [
    /\b(et ?200|im ?15[0-9]|1734-|1794-|1732|5094-|aent|flex i\/o|point i\/o|750-3\d\d|io-?link|bk\d{4}|ek\d{4}|axl f|tm3bc|advantys|remote i\/?o)/i,
    "io-adapter",
  ],
  [
    /\b(panelview|ktp ?\d|tp ?\d{3,4}|mp ?[23]77|comfort panel|magelis|hmi(?:st|gt|gx|s)|gp-?4|got ?[12]\d|weintek|cmt-?x?\d|ns\d{1,2}-|na5-)/i,
    "hmi",
  ],
  [/\b(wincc|factorytalk|intouch|citect|ifix|ignition|zenon|historian)\b/i, "scada-server"],
  [
    /\b(scalance|ruggedcom|stratix|hirschmann|eagle|rs\d{2}-|eds-?\d|ie ?\d{4}|catalyst|ws-c\d|c9\d{3}|industrial ethernet switch|fl switch|weidm.* ie-sw)/i,
    "switch",
  ],
  [/\b(cisco (?:8|1[6-9]|2[689]|3[689]|4[34]|7[26])\d\d(?![\w-])|isr ?\d{4}|asr ?\d{3,4})/i, "router"],
  [/\b(fortigate|fortinet|palo alto|asa ?55|firepower|mguard|tofino|checkpoint|sonicwall|eagle40)/i, "firewall"],
  [/\b(sel-?(?:3|4|5|7)\d\d\b|sipro|relion|rel?6\d\d|7s[jaedk]\d|micom|multilin|f650|ied)\b/i, "ied"],
  [/\b(sel-?35\d\d|sel-?2\d\d\d|rtu\d|t3\d0|d20|sm-?cp|rtac|saitel|scadapack|controlwave|fieldserver)/i, "rtu"],
  [
    /\b(cpu ?\d|s7-|6es7 ?(?:2|3|4|5)|1756-|1769-|5069-l|5380|compactlogix|controllogix|micrologix|micro8\d\d|bmx ?p|bmep|m340|m580|m2\d1|tm2\d\d|cx\d{4}|cp\d{4}|nj\d|nx1|cj\d|cs1|fx[35]|melsec|q\d{2}u|750-8|pfc[12]00|axc f|x20cp|ac500|pm5\d\d|mach ?1|rx3i|pacsystems|quantum|premium|momentum)/i,
    "plc",
  ],
  [/\b(kr ?c[24]|irc5|r-?30i|robot)/i, "robot"],
  [/\b(laserjet|officejet|bizhub|imagerunner|zebra|printer)/i, "printer"],
  [/\b(ip ?camera|network camera|axis [mpq]\d|hikvision|dahua)/i, "ip-camera"],
  [/\b(synology|qnap|nas)\b/i, "storage"],
  [/\b(smart-ups|ups network|network management card)/i, "ups"],
]

/** Makers whose network cards are in one kind of thing. */
const makers: readonly Row[] = [
  [/meinberg/i, "time-server"],
  [/axis communications|hikvision|dahua|mobotix|hanwha/i, "ip-camera"],
  [/fortinet|palo alto networks|check point|sonicwall/i, "firewall"],
  [/ruijie|aruba|ubiquiti|extreme networks|hirschmann|juniper|arista/i, "switch"],
  [/brother|kyocera|lexmark|ricoh|zebra tech|xerox|\bOKI\b|epson/i, "printer"],
  [/yealink|polycom|snom|avaya/i, "phone"],
  [/american power conversion|apc by/i, "ups"],
  [/synology|qnap/i, "storage"],
  [/danfoss|lenze|sew-?eurodrive/i, "drive"],
  [/kuka/i, "robot"],
]

/** Access points announce themselves as routers or bridges: by their model one knows better. */
const accessPoints =
  /\bAIR-(?:L?AP|CAP|SAP|OAP|BLE)|\bC91\d\dAX|\baironet\b|\bunifi ap\b|\b(?:scalance )?w7[0-9]{2}-1\b/i

/** Telephones that announce themselves by their name, as they are delivered or renamed. */
const phones = /(?:^|[^a-z])(?:iphone|ipad)(?:[^a-z]|$)|^android-|^galaxy-(?:s|a|note)\d/i

/** A virtual machine may be anything: what it speaks tells more. Of those that only ask most are somebody's. */
const virtual = /vmware/i

type Named = {
  /** What identifications say of the product. */
  readonly products: readonly string[]
  readonly vendors: readonly string[]
  readonly hostnames: readonly string[]
  /** It answers nobody, as far as was seen. */
  readonly onlyAsks: boolean
}

export function productGuesses({ products: said, vendors, hostnames, onlyAsks }: Named): readonly Guess[] {
  const found: Guess[] = []
  for (const name of hostnames)
    if (phones.test(name)) found.push({ type: "phone", rule: `called "${name}"`, confidence: 0.45 })
  for (const text of said) {
    if (accessPoints.test(text)) {
      found.push({ type: "access-point", rule: `product name "${text}"`, confidence: 0.85 })
      continue
    }
    const row = products.find(([pattern]) => pattern.test(text))
    if (row !== undefined) found.push({ type: row[1], rule: `product name "${text}"`, confidence: 0.8 })
  }
  for (const text of vendors) {
    const row = makers.find(([pattern]) => pattern.test(text))
    if (row !== undefined) found.push({ type: row[1], rule: `made by ${text}`, confidence: 0.38 })
    if (virtual.test(text) && !onlyAsks) found.push({ type: "server", rule: `made by ${text}`, confidence: 0.22 })
  }
  return found
}
