/** The keys under which detections remember first times, as entries of the baseline, and back. */
import { entry, type BaselineEntry } from "./entry.ts"

/** Whether it is told when what was allowed or imported is seen for the first time: what detections keep under a key is not. */
export const isSeenTold = (one: BaselineEntry): boolean => knownOfEntry(one) === undefined && one.sort !== "programming"

/** The last part may hold the bar itself. */
function parts(key: string, most: number): readonly string[] {
  const all = key.split("|")
  return all.length <= most ? all : [...all.slice(0, most - 1), all.slice(most - 1).join("|")]
}

/** undefined: the key helps a detection and says nothing by itself. */
export function entryOfKnown(key: string): BaselineEntry | undefined {
  const [sort = ""] = key.split("|", 1)
  switch (sort) {
    case "service": {
      const [, who = "", protocol = "", port = ""] = parts(key, 4)
      return entry("service", { who, protocol, where: port })
    }
    case "group": {
      const [, who = "", whom = "", protocol = ""] = parts(key, 4)
      return entry("group", { who, whom, protocol })
    }
    case "part": {
      const [, who = "", protocol = "", what = ""] = parts(key, 4)
      return entry("part", { who, protocol, what })
    }
    case "signIn": {
      const [, who = "", whom = "", protocol = "", what = ""] = parts(key, 5)
      return entry("sign-in", { who, whom, protocol, what })
    }
    case "file": {
      const [, who = "", whom = "", protocol = "", where = "", what = ""] = parts(key, 6)
      return entry("file", { who, whom, protocol, where, what })
    }
    default:
      return entryOfText(sort, key)
  }
}

function entryOfText(sort: string, key: string): BaselineEntry | undefined {
  if (sort === "dhcp") return entry("address-server", { who: parts(key, 2)[1] ?? "" })
  if (sort === "soap") {
    const [, who = "", whom = "", what = ""] = parts(key, 4)
    return entry("web-action", { who, whom, what })
  }
  const [, who = "", what = ""] = parts(key, 3)
  if (sort === "name" && what !== "") return entry("name", { who, what })
  if (sort === "agent") return entry("web-program", { who, what })
  return sort === "internet" ? entry("internet", { who, whom: what }) : undefined
}

/** undefined: no detection keeps this sort under a key. */
export function knownOfEntry({ sort, who, whom, protocol, what, where }: BaselineEntry): string | undefined {
  switch (sort) {
    case "service":
      return `service|${who}|${protocol}|${where}`
    case "group":
      return `group|${who}|${whom}|${protocol}`
    case "part":
      return `part|${who}|${protocol}|${what}`
    case "sign-in":
      return what === "" ? `signIn|${who}|${whom}|${protocol}` : `signIn|${who}|${whom}|${protocol}|${what}`
    case "file":
      return `file|${who}|${whom}|${protocol}|${where}|${what}`
    case "name":
      return `name|${who}|${what}`
    case "web-program":
      return `agent|${who}|${what}`
    case "web-action":
      return `soap|${who}|${whom}|${what}`
    case "internet":
      return `internet|${who}|${whom}`
    case "address-server":
      return `dhcp|${who}`
    case "device":
    case "pair":
    case "function":
    case "place":
    case "polling":
    case "firmware":
    case "programming":
      return undefined
    default:
      return sort satisfies never
  }
}
