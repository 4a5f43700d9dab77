/** What a directory says of itself in its root entry (RFC 4512 section 5.1; MS-ADTS 3.1.1.3.2): its computer, its domain, and which Windows it runs on. */
import { element, elementAt, type Element } from "../osi/ber.ts"
import type { Findings } from "../dissector.ts"
import { shownText } from "./lines.ts"

const RULE = "LDAP root entry"
const mostAttributes = 64

/** MS-ADTS 3.1.1.3.2.25, domainControllerFunctionality: the Windows that a domain controller runs on. */
const windows: Readonly<Record<string, string>> = {
  "0": "Windows 2000 Server",
  "2": "Windows Server 2003",
  "3": "Windows Server 2008",
  "4": "Windows Server 2008 R2",
  "5": "Windows Server 2012",
  "6": "Windows Server 2012 R2",
  "7": "Windows Server 2016 to 2022",
  "10": "Windows Server 2025",
}

/** Reused for every entry. */
const name = element()
const list = element()
const one = element()
const kind = element()
const values = element()
const value = element()

/** A search result entry (RFC 4511 section 4.5.2): name, then attributes, each with a set of values. */
export function readRootEntry(bytes: Uint8Array, { from, to }: Element, out: Findings): void {
  // The root has no name.
  if (!elementAt(bytes, from, to, name) || name.identifier !== 0x04 || name.to !== name.from) return
  if (!elementAt(bytes, name.to, to, list) || list.identifier !== 0x30) return
  for (let n = 0, at = list.from; n < mostAttributes && elementAt(bytes, at, list.to, one); n++, at = one.to) {
    if (!elementAt(bytes, one.from, one.to, kind) || !elementAt(bytes, kind.to, one.to, values)) continue
    if (values.identifier !== 0x31 || !elementAt(bytes, values.from, values.to, value)) continue
    claim(shownText(bytes, kind.from, kind.to, 64).toLowerCase(), bytes, value, out)
  }
}

function claim(attribute: string, bytes: Uint8Array, { from, to }: Element, out: Findings): void {
  const text = shownText(bytes, from, to, 255)
  const say = (field: Parameters<Findings["claim"]>[1], said: string, confidence: number): void =>
    out.claim("sender", field, said, RULE, confidence, from, to - from)
  if (attribute === "dnshostname" && /^[\w-]+(?:\.[\w-]+)*$/.test(text)) say("hostname", text, 0.85)
  else if (attribute === "defaultnamingcontext") say("description", `directory of ${domainOf(text)}`, 0.6)
  else if (attribute === "ldapservicename") say("type", "domain-controller", 0.7)
  else if (attribute === "domaincontrollerfunctionality" && Object.hasOwn(windows, text)) say("os", windows[text]!, 0.7)
}

/** "DC=plant,DC=example" is plant.example; other names stay as they are. */
function domainOf(text: string): string {
  const parts = text.split(",").map((part) => /^dc=(.+)$/i.exec(part.trim())?.[1])
  return parts.every((part) => part !== undefined) ? parts.join(".") : text
}
