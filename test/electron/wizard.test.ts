/** The first sign-in: its steps are kept at once, survive a crash, go back, and what was left for later stays in the bell until it is done. */
import { afterEach, beforeEach, expect, test } from "vitest"
import type { StartedCore } from "../../electron/core/start.ts"
import { Someone, admin, freshFolder, removeFolder, start } from "./site-in-a-folder.ts"

let folder: string
let core: StartedCore
let someone: Someone

beforeEach(async () => {
  folder = freshFolder()
  core = await start(folder)
  someone = await admin(core)
})
afterEach(async () => {
  await core.stop()
  removeFolder(folder)
})

const pending = async (who: Someone): Promise<boolean> => (await who.ask("session.state", {})).wizardPending
const bell = async (): Promise<Record<string, string>> =>
  Object.fromEntries((await someone.ask("site.status", {})).messages.map(({ id, text }) => [id, text]))

test("each step is kept as it is left; a new start goes on there", async () => {
  expect(await someone.ask("wizard.get", {})).toMatchObject({ finished: false, step: "network" })
  await someone.ask("wizard.leave", { step: "network", outcome: "done" })
  await someone.ask("wizard.leave", { step: "activation", outcome: "later" })
  await core.stop()
  core = await start(folder)
  const again = await admin(core)
  expect(await pending(again)).toBe(true)
  expect(await again.ask("wizard.get", {})).toEqual({
    finished: false,
    step: "certificates",
    steps: [
      { step: "network", outcome: "done" },
      { step: "activation", outcome: "later" },
      { step: "certificates", outcome: "open" },
      { step: "monitoring", outcome: "open" },
    ],
  })
  expect((await again.ask("wizard.back", {})).step).toBe("activation")
  expect((await again.ask("wizard.back", {})).step).toBe("network")
  expect((await again.ask("wizard.back", {})).step).toBe("network")
})

test("once finished it is over for good; the bell names what was left until it is done", async () => {
  await someone.ask("wizard.leave", { step: "network", outcome: "later" })
  await someone.ask("wizard.leave", { step: "certificates", outcome: "later" })
  expect((await bell())["wizard-unfinished"]).toBeUndefined()
  await someone.ask("wizard.finish", {})
  expect(await pending(someone)).toBe(false)
  expect((await bell())["wizard-unfinished"]).toBe(
    "Left for later: Sensor network settings, Activation, SSL/TLS certificates, Monitoring.",
  )
  await someone.ask("certificates.confirmLocal", {})
  const settings = {
    address: "10.0.0.4",
    mask: "255.255.255.0",
    gateway: "",
    dns: [],
    hostName: "sensor",
    serve: false,
  }
  const proxy = { on: false, host: "", port: 8080, user: "" }
  await someone.ask("network.set", { settings, proxy, proxyPassword: null })
  expect((await bell())["wizard-unfinished"]).toBe("Left for later: Activation, Monitoring.")
  await core.stop()
  core = await start(folder)
  expect(await pending(await admin(core))).toBe(false)
})

test("the sample plant is past it, activated, and says that it is the development authority's", async () => {
  const other = freshFolder()
  const sample = await start(other, { sample: true })
  const who = await admin(sample)
  expect(await who.ask("session.state", {})).toMatchObject({
    wizardPending: false,
    developmentRoot: true,
    sample: true,
  })
  expect(await who.ask("activation.state", {})).toMatchObject({
    status: "active",
    file: { sensorName: "Bottling plant" },
  })
  await sample.stop()
  removeFolder(other)
})

test("a preconfigured sensor has no password, and says so before anybody has signed in", async () => {
  const other = freshFolder()
  const made = await start(other, { preconfigured: true })
  expect(made.firstPassword).toBeNull()
  const nobody = new Someone(made)
  expect((await nobody.ask("session.state", {})).preconfigured).toBe(true)
  expect((await nobody.raw("session.signIn", { name: "admin", password: "" })).code).toBe("refused")
  const { challenge } = await nobody.ask("recovery.challenge", { account: "admin" })
  expect(challenge.length).toBeGreaterThan(20)
  await made.stop()
  removeFolder(other)
})

test("the checklist looks around for callers on this computer only, and tells the others the same in plain text", async () => {
  const here = await new Someone(core).ask("checklist.get", {})
  const far = await new Someone(core, false).ask("checklist.get", {})
  expect([here.looked, far.looked]).toEqual([true, false])
  expect(far.items.map(({ title }) => title)).toEqual(here.items.map(({ title }) => title))
  expect(new Set(far.items.map(({ state, found }) => `${state}${found}`))).toEqual(new Set(["yours"]))
  expect(here.items.find(({ id }) => id === "credentials")?.state).toBe("yours")
  expect(["seen", "missing"]).toContain(here.items.find(({ id }) => id === "activation-file")?.state)
})
