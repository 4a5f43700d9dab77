/** The first sign-in: the checklist before it, the wizard's steps, and what the sensor serves on the network. */
import * as v from "valibot"
import { ask, change } from "../method.ts"
import { count, list, nothing, record, text, time } from "../schema.ts"

/** seen: the sensor found it by itself; missing: it looked and found none; yours: only the technician can tell. */
export const checklistItem = record({
  id: text(40),
  title: text(200),
  explanation: text(1000),
  state: v.picklist(["seen", "missing", "yours"]),
  /** What was found, such as an address or a file's name; "" where nothing was looked for. */
  found: text(500),
})
export type ChecklistItem = v.InferOutput<typeof checklistItem>

export const wizardStep = v.picklist(["network", "activation", "certificates", "monitoring"])
export type WizardStep = v.InferOutput<typeof wizardStep>
/** In the order of the screen. `outcome` "later": postponed; it stays in the bell. */
export const wizard = record({
  finished: v.boolean(),
  step: wizardStep,
  steps: list(record({ step: wizardStep, outcome: v.picklist(["open", "done", "later"]) }), 10),
})
export type Wizard = v.InferOutput<typeof wizard>

export const proxy = record({
  on: v.boolean(),
  host: text(253),
  port: count,
  user: text(200),
  /** The password never leaves the core. */ hasPassword: v.boolean(),
})

export const networkSettings = record({
  address: text(45),
  /** Dotted IPv4 mask, or the prefix length of IPv6 in digits. */ mask: text(15),
  gateway: text(45),
  dns: list(text(45), 8),
  hostName: text(253),
  proxy,
  /** Serve the console to other computers, not only to this one. */ serve: v.boolean(),
})

export const setup = {
  /** `looked`: false for callers from afar, who get the same list in plain text. */
  "checklist.get": ask("anyone", nothing, record({ looked: v.boolean(), items: list(checklistItem, 20) })),
  "wizard.get": ask("admin", nothing, wizard),
  /** Ends a step and answers with the next. */
  "wizard.leave": change("admin", record({ step: wizardStep, outcome: v.picklist(["done", "later"]) }), wizard),
  /** Back: the step is shown again with what was saved. */
  "wizard.back": change("admin", nothing, wizard),
  "wizard.finish": change("admin", nothing, wizard),
  "network.get": ask(
    "admin",
    nothing,
    record({
      settings: networkSettings,
      /** Whether `settings` were saved by somebody, or are those of the machine. */ saved: v.boolean(),
      machine: record({
        system: text(200),
        hostName: text(253),
        gateway: text(45),
        dns: list(text(45), 16),
        interfaces: list(
          record({
            name: text(100),
            mac: text(17),
            addresses: list(record({ address: text(45), mask: text(45) }), 50),
          }),
          200,
        ),
        /** How a person changes them in this operating system: a sentence, and commands to copy or a settings page. */
        change: record({ how: text(500), commands: list(text(500), 20) }),
      }),
      /** Where this console can be reached now, such as https://10.0.0.4:8443. */
      served: list(text(300), 20),
      /** Set by the command line: `serve` and `address` do not govern then; "" else. */
      fixedBy: text(200),
    }),
  ),
  /** `proxyPassword`: null leaves the stored one. Refused with the field's name in `reason`: address, mask, gateway, dns, hostName, proxy. */
  "network.set": change(
    "admin",
    record({
      settings: v.omit(networkSettings, ["proxy"]),
      proxy: v.omit(proxy, ["hasPassword"]),
      proxyPassword: v.nullable(text(200)),
    }),
    record({ served: list(text(300), 20) }),
  ),
  /** What people and the sensor itself did, newest first. */
  "events.list": ask(
    "analyst",
    record({ kinds: list(text(40), 20), limit: count }),
    record({
      events: list(
        record({ at: time, kind: text(40), title: text(200), text: text(1000), who: text(64), origin: text(100) }),
        1000,
      ),
    }),
  ),
}
