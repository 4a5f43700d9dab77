/** What the tools that are not built yet will do, in plain words, and what to use until then. */
import type { Tool } from "../tool.ts"

type Coming = NonNullable<Tool["coming"]>
export const coming = {
  risk: {
    what: "Scores how exposed the plant is and says what to fix first, with the reason for every point.",
    will: [
      "A score per device and for the plant",
      "Weak spots: old firmware, open services, plain-text sign-in, internet access",
      "A report to hand over",
    ],
    meanwhile: "The inventory shows firmware and unauthorised devices.",
  },
  attack: {
    what: "Shows how someone could get from a weak device to an important one, step by step.",
    will: [
      "Choose a target; the likeliest ways to it are listed and drawn on the map",
      "What to change so that the way is closed",
    ],
    meanwhile: "The device map shows who can reach whom today.",
  },
  forwarding: {
    what: "Sends alerts on to other systems: syslog, mail, a SIEM.",
    will: [
      "Rules by severity, protocol and kind of alert",
      "A test message for every target",
      "Encrypted passwords and certificates",
    ],
    meanwhile: "The inventory exports CSV.",
  },
} satisfies Record<string, Coming>
