/** The line with which a mail server greets names its program, more often than not. */
import type { Findings } from "../dissector.ts"
import { shownText } from "../office/lines.ts"

/** `at`..`to`: what it says behind its "OK". Some write the time or a number of the connection there: that is no program. */
export function claimGreeting(protocol: string, bytes: Uint8Array, at: number, to: number, out: Findings): void {
  const text = shownText(bytes, at, to, 120)
    .replace(/ ?<[^>]*>/, "")
    .replace(/^[-*=#\s]+|[-*=#\s]+$/g, "")
    .replace(/^\((.*)\)$/, "$1")
    .replace(/^\[[^\]]*\] ?/, "")
  if (/\p{L}{4}/u.test(text) && !/\d:\d\d|[0-9a-f]{8}/i.test(text))
    out.claim("sender", "software", `${text} (${protocol})`, `${protocol} greeting`, 0.5, at, to - at)
}
