/** Categories of what devices say to each other. */
import { aboutEnd } from "./about-device.ts"
import type { Category } from "./category.ts"
import type { Flow, FlowFunction, MiningRecord, SiteFacts } from "./record.ts"
import { remoteWay } from "./remote-access.ts"

const counted = (value: number, one: string): Pick<MiningRecord, "value" | "number"> => ({
  value: `${String(value).replace(/\B(?=(\d{3})+$)/g, ",")} ${value === 1 ? one : `${one}s`}`,
  number: value,
})

const times = ({ firstSeen, lastSeen }: Flow | FlowFunction): Pick<MiningRecord, "firstSeen" | "lastSeen"> => ({
  firstSeen,
  lastSeen,
})

/** How often it was asked for; where only answers were seen, how often it was answered. */
const asked = ({ requests, responses, exceptions, messages }: FlowFunction): number =>
  requests > 0 ? requests : responses + exceptions > 0 ? responses + exceptions : messages

function answered({ responses, exceptions }: FlowFunction): string {
  if (responses > 0) return exceptions > 0 ? "Partly refused" : "Accepted"
  return exceptions > 0 ? "Refused" : "No answer seen"
}

/** What a request was about beside its function, "class:6" or "cause:3", is no function. */
const isFunction = ({ key }: FlowFunction): boolean => !/^(class|cause|link):/.test(key)
const nameOf = ({ name, key }: FlowFunction): string => (name === "" ? `function ${key}` : name)

type Told = Pick<MiningRecord, "group" | "text" | "value" | "number" | "state" | "firstSeen" | "lastSeen">

/** A record of one end of a flow. */
const told = (
  { devices }: SiteFacts,
  flow: Flow,
  end: "client" | "server",
  within: Pick<MiningRecord, "category" | "path">,
  what: Told,
): MiningRecord => ({ ...aboutEnd(devices, flow, end), ...within, ...what })

const ofFunction = (record: MiningRecord, fn: FlowFunction): MiningRecord => ({
  ...record,
  protocol: fn.protocol,
  tags: [...record.tags, `${fn.protocol} ${fn.key}`],
})

const programming: Category = {
  key: "programming",
  path: ["Programming"],
  description: "Commands that load, read, start, stop or change what a controller runs, by protocol.",
  *records(facts) {
    for (const flow of facts.flows)
      for (const fn of flow.functions) {
        const command = facts.programming(fn.protocol, fn.key)
        if (command === "" || asked(fn) === 0) continue
        const title = facts.titleOf(fn.protocol)
        const within = { category: `programming/${fn.protocol}`, path: ["Programming", title] }
        const what = { group: command, text: nameOf(fn), ...counted(asked(fn), "command"), state: answered(fn) }
        yield ofFunction(told(facts, flow, "client", within, { ...what, ...times(fn) }), fn)
      }
  },
}

const remote: Category = {
  key: "remote",
  path: ["Remote access"],
  description: "Sessions by which somebody can work on a device from afar.",
  *records(facts) {
    for (const flow of facts.flows) {
      const way = remoteWay(flow)
      if (!way) continue
      const within = { category: `remote/${way.title}`, path: ["Remote access", way.title] }
      const text = way.certain ? `${way.title} session` : `Port ${flow.port}, usually ${way.title}`
      const state = way.certain ? "Recognised" : "By its port only"
      yield told(facts, flow, "client", within, {
        group: "",
        text,
        state,
        ...counted(flow.packets, "packet"),
        ...times(flow),
      })
    }
  },
}

const isAbroad = (facts: SiteFacts, id: string): boolean => facts.devices.get(id)?.internet === true

const internet: Category = {
  key: "internet/connections",
  path: ["Internet", "Internet connections"],
  description: "Devices of the plant that talk with addresses of the public internet.",
  *records(facts) {
    for (const flow of facts.flows) {
      const [asks, serves] = [isAbroad(facts, flow.client), isAbroad(facts, flow.server)]
      if (asks === serves) continue
      const within = { category: internet.key, path: internet.path }
      const text = `${facts.titleOf(flow.protocol)}${flow.port > 0 ? `, port ${flow.port}` : ""}`
      const state = asks ? "Asked from the internet" : "Asks the internet"
      const what = { group: state, text, state, ...counted(flow.packets, "packet"), ...times(flow) }
      yield told(facts, flow, asks ? "server" : "client", within, what)
    }
  },
}

/** Connections of some protocols as they are. */
const connections = (
  key: string,
  path: readonly string[],
  description: string,
  isMeant: (flow: Flow) => boolean,
  textOf: (flow: Flow, facts: SiteFacts) => string,
): Category => ({
  ...{ key, path, description },
  *records(facts) {
    for (const flow of facts.flows) {
      if (!isMeant(flow)) continue
      const what = {
        group: "",
        text: textOf(flow, facts),
        ...counted(flow.packets, "packet"),
        state: "",
        ...times(flow),
      }
      yield told(facts, flow, "client", { category: key, path }, what)
    }
  },
})

const namesAsked: ReadonlySet<string> = new Set(["dns", "mdns", "llmnr", "nbns"])

const spoken: Category = {
  key: "protocols/connections",
  path: ["Protocols and ports", "Connections"],
  description: "Who speaks which protocol with whom.",
  *records(facts) {
    for (const flow of facts.flows) {
      const title = facts.titleOf(flow.protocol)
      const within = { category: `${spoken.key}/${flow.protocol}`, path: [...spoken.path, title] }
      const text = flow.port > 0 ? `${title}, port ${flow.port}` : title
      yield told(facts, flow, "client", within, {
        group: "",
        text,
        state: "",
        ...counted(flow.packets, "packet"),
        ...times(flow),
      })
    }
  },
}

const functions: Category = {
  key: "protocols/functions",
  path: ["Protocols and ports", "Functions"],
  description: "What devices ask each other for, by protocol.",
  *records(facts) {
    for (const flow of facts.flows)
      for (const fn of flow.functions) {
        if (!isFunction(fn) || asked(fn) === 0) continue
        const within = {
          category: `${functions.key}/${fn.protocol}`,
          path: [...functions.path, facts.titleOf(fn.protocol)],
        }
        const unit = fn.requests > 0 ? "request" : "message"
        const state = fn.requests + fn.responses + fn.exceptions > 0 ? answered(fn) : ""
        const what = { group: nameOf(fn), text: nameOf(fn), ...counted(asked(fn), unit), state, ...times(fn) }
        yield ofFunction(told(facts, flow, "client", within, what), fn)
      }
  },
}

const ports: Category = {
  key: "protocols/ports",
  path: ["Protocols and ports", "Ports"],
  description: "Which ports devices serve, by transport.",
  *records(facts) {
    for (const flow of facts.flows) {
      if (flow.port === 0 || (flow.transport !== "tcp" && flow.transport !== "udp")) continue
      const transport = flow.transport.toUpperCase()
      const within = { category: `${ports.key}/${flow.transport}`, path: [...ports.path, transport] }
      const name = `${transport} ${flow.port}`
      const what = { group: name, text: `Serves port ${flow.port}`, state: "", ...counted(flow.packets, "packet") }
      yield told(facts, flow, "server", within, { ...what, ...times(flow) })
    }
  },
}

const errors: Category = {
  key: "errors",
  path: ["Errors"],
  description: "Requests that devices refused with an error, by protocol.",
  *records(facts) {
    for (const flow of facts.flows)
      for (const fn of flow.functions) {
        if (fn.exceptions === 0) continue
        const within = { category: `errors/${fn.protocol}`, path: ["Errors", facts.titleOf(fn.protocol)] }
        const what = { group: nameOf(fn), text: `Refuses ${nameOf(fn)}`, state: answered(fn), ...times(fn) }
        yield ofFunction(told(facts, flow, "server", within, { ...what, ...counted(fn.exceptions, "error") }), fn)
      }
  },
}

export const trafficCategories: readonly Category[] = [
  programming,
  remote,
  internet,
  connections(
    "internet/http",
    ["Internet", "HTTP connections"],
    "Web traffic that is not encrypted, within the plant and beyond.",
    ({ protocol }) => protocol === "http",
    ({ port }) => `HTTP, port ${port}`,
  ),
  connections(
    "names/questions",
    ["Names", "Name services"],
    "Who asks whom for the addresses of names.",
    ({ protocol }) => namesAsked.has(protocol),
    ({ protocol }, { titleOf }) => titleOf(protocol),
  ),
  spoken,
  functions,
  ports,
  errors,
]
