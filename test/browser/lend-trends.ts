/** Lends a page invented figures for trends by answering its questions instead of the sensor: for measuring and for looking, not for showing. */
import type { Page } from "playwright-core"
import type { Input, Output } from "../../shared/api/contract/index.ts"
import type { Dashboard, PlacedWidget, WidgetAnswer } from "../../shared/api/contract/trends.ts"
import { widgetByKey, widgets } from "../../shared/insight/trends/widgets.ts"

const minute = 60_000_000
const newest = Date.UTC(2026, 10, 12, 14, 0) * 1000
const zone = "Europe/Berlin"
const names = [
  "hmi-2 to plc-3, S7comm",
  "historian to plc-1, OPC UA",
  "scada-1 to rtu-7, DNP3",
  "eng-laptop-7 to plc-3, S7comm",
  "hmi-1 to plc-1, Modbus/TCP",
]

/** The same numbers give the same figures. */
function noise(seed: number): () => number {
  let state = seed * 7919 + 1
  return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647
}

function overTime(
  key: string,
  lines: number,
  { range }: Input<"trends.answer">,
): Pick<WidgetAnswer, "steps" | "series" | "grain" | "from" | "to"> {
  const to = "last" in range ? newest : range.to
  const from = "last" in range ? newest - range.last * minute : range.from
  const grain = (to - from) / minute <= 1500 ? "minute" : (to - from) / minute <= 40 * 1440 ? "hour" : "day"
  const step = { minute, hour: 60 * minute, day: 1440 * minute }[grain]
  const count = Math.max(1, Math.round((to - from) / step))
  const steps = Array.from({ length: count + 1 }, (_, at) => from + at * step)
  const series = Array.from({ length: lines }, (_, place) => {
    const random = noise(key.length * 31 + place)
    let level = 0.5
    const values = Array.from({ length: count }, (_, at) => {
      level = Math.min(1, Math.max(0.06, level + (random() - 0.5) * 0.12))
      const isGap = at > count * 0.58 && at < count * 0.66
      return isGap ? null : Math.round((level * 4_000_000) / (place + 1))
    })
    const total = values.reduce<number>((sum, value) => sum + (value ?? 0), 0)
    return { key: `line-${place}`, name: names[place] ?? `line ${place + 1}`, total, values, link: null }
  })
  return { steps, series, grain, from, to }
}

function answerOf(asked: Input<"trends.answer">, points: number): WidgetAnswer {
  const widget = widgetByKey(asked.widget)
  const from = "last" in asked.range ? newest - asked.range.last * minute : asked.range.from
  const to = "last" in asked.range ? newest : asked.range.to
  const none = {
    widget: asked.widget,
    from,
    to,
    unit: widget?.unit ?? "messages",
    steps: [],
    grain: "minute",
    series: [],
    slices: [],
    table: null,
    reason: "",
    note: "",
  } as const
  if (asked.widget === "srtp-services")
    return {
      ...none,
      steps: [],
      series: [],
      slices: [],
      reason:
        "No SRTP was seen in this time. Widen the time, or check that the mirror port carries the GE controllers.",
    }
  if (widget?.shape === "lines" || widget?.shape === "bars-over-time") {
    const lines = Math.max(1, Math.min(widget.most, names.length, asked.filter.most ?? 50))
    const range = points > 0 ? { from: newest - points * minute, to: newest } : asked.range
    const found = overTime(asked.widget, lines, { ...asked, range })
    const small =
      widget.shape === "bars-over-time"
        ? 400_000
        : widget.unit === "percent"
          ? 80_000
          : widget.unit === "milliseconds"
            ? 90_000
            : 1
    return {
      ...none,
      ...found,
      slices: [],
      series: found.series.map((one) => ({
        ...one,
        values: one.values.map((value) => (value === null ? null : Math.floor(value / small))),
      })),
      note: lines > 1 ? "17 smaller ones are in Others" : "",
    }
  }
  if (widget?.shape === "table") {
    const rows = names.map((name, at) => ({
      key: `row-${at}`,
      cells: [name, `12 Nov 2026, 1${at}:20`, String(at * 17)],
      link: null,
    }))
    const columns = ["Device", "Last seen", "Packets"].map((title, at) => ({ key: `c${at}`, title, right: at === 2 }))
    return { ...none, steps: [], series: [], slices: [], table: { columns, rows } }
  }
  const random = noise(asked.widget.length)
  const labels =
    asked.widget === "connectivity-drops"
      ? Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, "0")}:00`)
      : [
          "Siemens",
          "Rockwell Automation",
          "Schneider Electric",
          "WAGO",
          "Phoenix Contact",
          "Danfoss",
          "Moxa",
          "Others",
        ].slice(0, widget?.most ?? 8)
  const slices = labels.map((name, at) => ({
    key: `slice-${at}`,
    name,
    value: Math.round(
      (random() * 40_000_000) /
        (asked.widget === "connectivity-drops" ? 3e6 : at + 1) /
        (widget?.unit === "bytes" ? 1 : 9000),
    ),
    text: "",
    link: null,
  }))
  return { ...none, steps: [], series: [], slices }
}

const behind: Output<"trends.behind"> = {
  devices: names.map((name, at) => ({
    id: `device-${at}`,
    name,
    address: `10.20.1.${at + 11}`,
    packets: 1200 * (at + 1),
    bytes: 90_000 * (at + 1),
    messages: 400,
  })),
  talks: names.map((_, at) => ({
    client: `hmi-${at}`,
    server: `plc-${at}`,
    clientId: `c${at}`,
    serverId: `s${at}`,
    protocol: "s7comm",
    port: 102,
    vlan: 20,
    packets: 1200,
    bytes: 88_000,
    messages: 300,
  })),
  captures: [{ id: "one", file: "/captures/line 2.pcapng", first: newest - 3600 * minute, last: newest }],
  wireshark: "ip.addr == 10.20.1.11 && tcp.port == 102",
  deviceCount: 5,
  talkCount: 812,
}

export function dashboardOf(
  id: string,
  name: string,
  placed: readonly Pick<PlacedWidget, "widget" | "x" | "y" | "w" | "h">[],
): Dashboard {
  return {
    id,
    name,
    first: true,
    builtIn: false,
    by: "admin",
    changedAt: newest,
    widgets: placed.map((one, at) => ({ id: `w${at}`, title: "", filter: {}, ...one })),
  }
}

/** `points`: so many minutes in every line, whatever time is asked for; 0 for the time itself. */
export async function lendTrends(page: Page, dashboards: readonly Dashboard[], points = 0): Promise<void> {
  let kept = [...dashboards]
  const answers: Readonly<Record<string, (input: never) => unknown>> = {
    "trends.about": (): Output<"trends.about"> => ({
      zone,
      newest,
      live: false,
      oldest: { minute: newest - 14 * 1440 * minute, hour: 0, day: 0 },
    }),
    "trends.dashboards": () => ({ dashboards: kept }),
    "trends.answer": (input: Input<"trends.answer">) => answerOf(input, points),
    "trends.behind": () => behind,
    "trends.save": ({ id, name, widgets }: Input<"trends.save">) => {
      const saved = {
        ...dashboardOf(id === "" ? `d${kept.length}` : id, name, []),
        widgets,
        first: kept.find((one) => one.id === id)?.first ?? false,
      }
      kept = [...kept.filter((one) => one.id !== saved.id), saved]
      return saved
    },
  }
  await page.route("**/api", (route) => {
    const asked = route.request().postDataJSON() as { method: string; input: never }
    const answer = answers[asked.method]
    return answer ? route.fulfill({ json: { ok: true, value: answer(asked.input) } }) : route.fallback()
  })
}

/** So many widgets with lines on one dashboard: one line each, or as many as they have. */
export const manyLines = (count: number, most: number): Dashboard => {
  const keys = widgets.filter(({ shape }) => shape === "lines").map(({ key }) => key)
  const made = dashboardOf(
    "many",
    "Many",
    Array.from({ length: count }, (_, at) => ({
      widget: keys[at % keys.length] ?? "",
      x: (at % 3) * 4,
      y: Math.floor(at / 3) * 3,
      w: 4,
      h: 3,
    })),
  )
  return { ...made, widgets: made.widgets.map((one) => ({ ...one, filter: { most } })) }
}
