/** Trends through the one door: dashboards and their rules, ranges, and a dashboard as PDF. */
import { afterAll, beforeAll, expect, test } from "vitest"
import type { StartedCore } from "../../electron/core/start.ts"
import { builtInDashboards, layoutFault } from "../../shared/insight/trends/dashboards.ts"
import { widgets } from "../../shared/insight/trends/widgets.ts"
import type { Someone } from "./site-in-a-folder.ts"
import { admin, freshFolder, removeFolder, start } from "./site-in-a-folder.ts"

const folder = freshFolder()
let core: StartedCore
let anna: Someone
beforeAll(async () => {
  core = await start(folder)
  anna = await admin(core)
})
afterAll(async () => {
  await core.stop()
  removeFolder(folder)
})

const place = { title: "", x: 0, y: 0, w: 6, h: 3, filter: {} }
const bandwidth = { ...place, id: "1", widget: "total-bandwidth" }
const refusal = async (method: string, input: unknown): Promise<string> => {
  const { ok, message = "" } = await anna.raw(method, input)
  expect(ok).toBe(false)
  return message
}

test("the dashboards that come with the product know their widgets and fill their rows", () => {
  for (const { name, widgets: placed } of builtInDashboards) {
    expect([name, layoutFault(placed)]).toEqual([name, ""])
    const rows = new Map<number, number>()
    for (const { y, w } of placed) rows.set(y, (rows.get(y) ?? 0) + w)
    expect([name, [...rows.values()]]).toEqual([name, [...rows.values()].map(() => 12)])
  }
})

test("they can be copied, not changed; the first is first for everybody until another is chosen", async () => {
  const { dashboards } = await anna.ask("trends.dashboards", {})
  expect(dashboards.map(({ name, first, builtIn }) => [name, first, builtIn])).toEqual([
    ["Plant traffic", true, true],
    ["Devices", false, true],
    ["Control protocols", false, true],
    ["Health of the network", false, true],
  ])
  const [plant] = dashboards
  expect(await refusal("trends.save", { id: plant!.id, name: "Mine", widgets: [] })).toContain("comes with the product")
  expect(await refusal("trends.remove", { id: plant!.id })).toContain("can't be removed")
  const copy = await anna.ask("trends.save", { id: "", name: "Night shift", widgets: plant!.widgets })
  expect([copy.builtIn, copy.first, copy.by, copy.widgets]).toEqual([false, false, "admin", plant!.widgets])
  await anna.ask("trends.setFirst", { id: copy.id })
  const firsts = async (): Promise<string[]> =>
    (await anna.ask("trends.dashboards", {})).dashboards.filter(({ first }) => first).map(({ name }) => name)
  expect(await firsts()).toEqual(["Night shift"])
  await anna.ask("trends.remove", { id: copy.id })
  expect(await firsts()).toEqual(["Plant traffic"])
  expect(await refusal("trends.setFirst", { id: copy.id })).toContain("not there any more")
})

test("names are unique and layouts hold together", async () => {
  const { id } = await anna.ask("trends.save", { id: "", name: "Filling", widgets: [bandwidth] })
  expect(await refusal("trends.save", { id: "", name: " filling", widgets: [] })).toContain("already")
  expect(await refusal("trends.save", { id: "", name: "plant TRAFFIC", widgets: [] })).toContain("already")
  expect((await anna.ask("trends.save", { id, name: "Filling", widgets: [] })).widgets).toEqual([])
  const wrong = (more: object): Promise<string> =>
    refusal("trends.save", { id, name: "Filling", widgets: [bandwidth, { ...bandwidth, id: "2", ...more }] })
  expect(await wrong({ x: 5 })).toBe('"Total bandwidth" and "Total bandwidth" overlap.')
  expect(await wrong({ x: 7 })).toBe('"Total bandwidth" reaches beyond the twelfth column.')
  expect(await wrong({ x: 6, id: "1" })).toBe("Two widgets have the same id.")
  expect(await wrong({ x: 6, widget: "weather" })).toBe('There is no widget "weather".')
})

test("a new site answers every widget with a reason, and refuses what is no question", async () => {
  const about = await anna.ask("trends.about", {})
  expect([about.live, about.oldest]).toEqual([false, { minute: 0, hour: 0, day: 0 }])
  for (const { key } of widgets) {
    const shown = await anna.ask("trends.answer", { widget: key, filter: {}, range: { last: 1440 } })
    expect([shown.widget, shown.reason === ""]).toEqual([key, false])
    expect(shown.to - shown.from).toBe(1440 * 60e6)
  }
  expect(await refusal("trends.answer", { widget: "weather", filter: {}, range: { last: 60 } })).toContain("no widget")
  expect(
    await refusal("trends.answer", { widget: "total-bandwidth", filter: {}, range: { from: 2, to: 1 } }),
  ).toContain("ends before it begins")
  const ages = { widget: "new-devices", filter: {}, range: { from: 0, to: 1e18 } }
  expect(await refusal("trends.answer", ages)).toContain("longer than ten years")
  const beyond = { widget: "new-devices", filter: {}, range: { from: 1e18, to: 1e18 + 60e6 } }
  expect(await refusal("trends.answer", beyond)).toContain("beyond the years")
  const filter = { subnet: "10.1.0.0/40" }
  expect(await refusal("trends.answer", { widget: "total-bandwidth", filter, range: { last: 60 } })).toContain(
    "no subnet",
  )
  const behind = { widget: "total-bandwidth", filter: {}, key: "", from: 0, to: 60e6 }
  expect(await anna.ask("trends.behind", behind)).toMatchObject({ devices: [], talks: [], captures: [], talkCount: 0 })
})

test("a widget that a later version removed costs its place on paper, not the page", async () => {
  const widgets = [bandwidth, { ...bandwidth, id: "2", x: 6, widget: "weather" }]
  const { file } = await anna.ask("trends.exportPdf", { name: "Old", widgets, range: { last: 60 } })
  expect(file).toBe("Old.pdf")
})

test("a dashboard becomes a PDF, to be fetched once", async () => {
  const [plant] = (await anna.ask("trends.dashboards", {})).dashboards
  const offer = { name: "Plant: traffic/1", widgets: plant!.widgets, range: { last: 1440 } }
  const { ticket, file } = await anna.ask("trends.exportPdf", offer)
  expect(file).toBe("Plant_ traffic_1.pdf")
  const download = await core.download(ticket, anna.caller)
  expect([download?.type, Buffer.from(download!.bytes.slice(0, 5)).toString()]).toEqual(["application/pdf", "%PDF-"])
  expect(await core.download(ticket, anna.caller)).toBeNull()
})
