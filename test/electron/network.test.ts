/** Network settings: what is refused, what is kept, and what a running console does with a change. */
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs"
import { networkInterfaces } from "node:os"
import { join } from "node:path"
import { request } from "node:https"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { gatewayOf, howToChange } from "../../electron/core/machine-network.ts"
import type { StartedCore } from "../../electron/core/start.ts"
import { serveConsole } from "../../electron/web/console-server.ts"
import type { ConsoleServer } from "../../electron/web/console-server.ts"
import { judgeNetwork, maskBits } from "../../shared/setup/network-rules.ts"
import type { NetworkInput } from "../../shared/setup/network-rules.ts"
import { admin, freshFolder, removeFolder, start } from "./site-in-a-folder.ts"
import type { Someone } from "./site-in-a-folder.ts"

const proxyOff = { on: false, host: "", port: 8080, user: "" }
const good: NetworkInput = {
  address: "10.20.30.40",
  mask: "255.255.255.0",
  gateway: "10.20.30.1",
  dns: ["10.20.30.2", "fd00::53"],
  hostName: "sensor-3.plant.example",
  proxy: proxyOff,
}

test.each([
  ["good", {}, null],
  ["without a gateway", { gateway: "" }, null],
  ["IPv6", { address: "fd00::40", mask: "64", gateway: "fe80::1" }, null],
  ["no address", { address: "10.20.30" }, "address"],
  ["a group's address", { address: "224.0.0.1" }, "address"],
  ["the network itself", { address: "10.20.30.0" }, "address"],
  ["everybody in the network", { address: "10.20.30.255" }, "address"],
  ["a mask with holes", { mask: "255.0.255.0" }, "mask"],
  ["a mask of zeros", { mask: "0.0.0.0" }, "mask"],
  ["a prefix too long", { address: "fd00::40", mask: "129" }, "mask"],
  ["a gateway elsewhere", { gateway: "10.20.31.1" }, "gateway"],
  ["itself as gateway", { gateway: "10.20.30.40" }, "gateway"],
  ["a gateway of the other family", { gateway: "fe80::1" }, "gateway"],
  ["a DNS server by name", { dns: ["dns.example"] }, "dns"],
  ["a host name with a space", { hostName: "sensor 3" }, "hostName"],
  ["a host name that is a number", { hostName: "10.20" }, "hostName"],
  ["a proxy with http://", { proxy: { ...proxyOff, on: true, host: "http://proxy" } }, "proxy"],
  ["a proxy without a port", { proxy: { ...proxyOff, on: true, host: "proxy", port: 0 } }, "proxy"],
  ["a proxy that is off is not judged", { proxy: { ...proxyOff, host: "?" } }, null],
] as const)("%s", (_, more, field) => {
  expect(judgeNetwork({ ...good, ...more })?.field ?? null).toBe(field)
})

test("masks, the default route and how each system is changed", () => {
  expect([maskBits("255.255.255.0"), maskBits("255.255.255.255"), maskBits("255.255.0.255")]).toEqual([24, 32, -1])
  const routes = "Iface\tDestination\tGateway\tFlags\neth0\t000A0A0A\t00000000\t0001\neth0\t00000000\t0100A8C0\t0003\n"
  expect(gatewayOf(routes)).toBe("192.168.0.1")
  expect(gatewayOf("Iface\n")).toBe("")
  expect(howToChange("win32", "Ethernet", () => false).commands[0]).toMatch(/^netsh .*"Ethernet"/)
  expect(howToChange("darwin", "en0", () => false).commands[0]).toMatch(/^networksetup/)
  expect(howToChange("linux", "eth0", () => true).commands[0]).toMatch(/nmcli/)
  expect(howToChange("linux", "eth0", () => false).commands[0]).toMatch(/ip address/)
})

describe("a running console", () => {
  let folder: string
  let core: StartedCore
  let web: ConsoleServer
  let someone: Someone

  const run = async (): Promise<void> => {
    core = await start(join(folder, "site"))
    web = await serveConsole({
      ...{ core, console: core.console, pages: join(folder, "page"), port: 0 },
      log: () => undefined,
      serves: () => true,
    })
    someone = await admin(core)
  }
  beforeEach(async () => {
    folder = freshFolder()
    mkdirSync(join(folder, "page"))
    writeFileSync(join(folder, "page/index.html"), "<!doctype html><title>Plantwarden</title>")
    await run()
  })
  afterEach(async () => {
    await web.stop()
    await core.stop()
    removeFolder(folder)
  })

  const status = (address: string, host: string): Promise<number> =>
    new Promise((resolve) => {
      const asked = request(address, { rejectUnauthorized: false, headers: { host } }, (answer) => {
        answer.resume()
        resolve(answer.statusCode ?? 0)
      })
      asked.on("error", () => resolve(0))
      asked.end()
    })
  const save = (more: object = {}, proxyPassword: string | null = null) => {
    const { proxy, ...settings } = good
    return someone.raw("network.set", { settings: { ...settings, serve: false }, proxy, proxyPassword, ...more })
  }

  test("it starts with what the machine has, serves this computer, and says so", async () => {
    const { settings, saved, machine, served, fixedBy } = await someone.ask("network.get", {})
    expect([saved, fixedBy, served]).toEqual([false, "", [web.address()]])
    expect(settings.serve).toBe(false)
    expect(machine.interfaces.map(({ name }) => name)).toEqual(Object.keys(networkInterfaces()))
    expect(machine.change.commands.length).toBeGreaterThan(1)
  })

  test("a fault is refused with its field and remedy, and nothing is kept", async () => {
    const refused = await save({ settings: { ...good, proxy: undefined, serve: false, mask: "255.0.255.0" } })
    expect(refused).toMatchObject({ code: "bad-input" })
    const { proxy: _, ...settings } = good
    const fault = await save({ settings: { ...settings, serve: false, mask: "255.0.255.0" } })
    expect(fault).toMatchObject({ code: "refused", reason: "mask", remedy: expect.stringContaining("255.255.255.0") })
    expect((await someone.ask("network.get", {})).saved).toBe(false)
  })

  test("the host name is certified and answered to at once; the proxy's password is never sent back or left in the open", async () => {
    const port = new URL(web.address()!).port
    expect(await status(web.address()!, `sensor-3.plant.example:${port}`)).toBe(403)
    const proxy = { on: true, host: "proxy.plant.example", port: 3128, user: "plant" }
    expect((await save({ proxy }, "geheim-geheim")).ok).toBe(true)
    expect(await status(web.address()!, `sensor-3.plant.example:${port}`)).toBe(200)
    expect((await someone.ask("certificates.get", {})).facts.names).toContain("sensor-3.plant.example")
    const answer = await someone.ask("network.get", {})
    expect(answer.settings).toMatchObject({
      hostName: "sensor-3.plant.example",
      proxy: { ...proxy, hasPassword: true },
    })
    expect(JSON.stringify(answer)).not.toMatch(/geheim/)
    expect(readFileSync(join(folder, "site/network.json"), "utf8")).not.toMatch(/geheim/)
    await web.stop()
    await core.stop()
    await run()
    expect((await someone.ask("network.get", {})).settings.proxy).toEqual({ ...proxy, hasPassword: true })
  })

  const own = Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .find(({ address, family }) => family === "IPv4" && !address.startsWith("127."))
  test.skipIf(!own)(
    `served to other computers and back${own ? "" : ": not run, this computer has no network address"}`,
    async () => {
      const { proxy: _, ...settings } = { ...good, address: own!.address, mask: own!.netmask, gateway: "" }
      expect((await save({ settings: { ...settings, serve: true } })).ok).toBe(true)
      const { served } = await someone.ask("network.get", {})
      expect(served).toHaveLength(2)
      const there = served.find((one) => one.includes(own!.address))!
      expect(await status(there, new URL(there).host)).toBe(200)
      expect((await save({ settings: { ...settings, serve: false } })).ok).toBe(true)
      for (let tries = 0; tries < 40 && (await status(there, new URL(there).host)) !== 0; tries++)
        await new Promise((resolve) => setTimeout(resolve, 100))
      expect(await status(there, new URL(there).host)).toBe(0)
      expect(await status(web.address()!, new URL(web.address()!).host)).toBe(200)
    },
  )

  test("damaged settings are kept aside and told, and the console starts without them", async () => {
    const path = join(folder, "site/network.json")
    const whole = { ...good, serve: false, proxyPassword: "" }
    for (const text of ["", '{"address":', JSON.stringify({ ...whole, proxy: null })]) {
      await web.stop()
      await core.stop()
      writeFileSync(path, text)
      await run()
      expect((await someone.ask("network.get", {})).saved).toBe(false)
      const { messages } = await someone.ask("site.status", {})
      expect(messages.map(({ id }) => id)).toContain("network-damaged")
      const aside = readdirSync(join(folder, "site")).filter((name) => name.startsWith("network.json.damaged-"))
      expect(aside.map((name) => readFileSync(join(folder, "site", name), "utf8"))).toContain(text)
    }
    expect((await save()).ok).toBe(true)
    const told = async () => (await someone.ask("site.status", {})).messages.map(({ id }) => id)
    for (let tries = 0; tries < 50 && (await told()).includes("network-damaged"); tries++)
      await new Promise((resolve) => setTimeout(resolve, 50))
    expect(await told()).not.toContain("network-damaged")
  })

  test("two who save at once take turns: what is kept is what is served", async () => {
    const { proxy: _, ...settings } = { ...good, address: "192.0.2.77", gateway: "" }
    const [refused, saved] = await Promise.all([save({ settings: { ...settings, serve: true } }), save()])
    expect([refused, saved]).toMatchObject([{ reason: "address" }, { ok: true }])
    expect(await someone.ask("network.get", {})).toMatchObject({ saved: true, settings: { address: good.address } })
    expect(JSON.parse(readFileSync(join(folder, "site/network.json"), "utf8"))).toMatchObject({ address: good.address })
  })

  test("an address that this computer does not have is refused, and what was served still is", async () => {
    const { proxy: _, ...settings } = { ...good, address: "192.0.2.77", gateway: "" }
    expect(await save({ settings: { ...settings, serve: true } })).toMatchObject({ reason: "address" })
    expect(await status(web.address()!, new URL(web.address()!).host)).toBe(200)
    expect((await someone.ask("network.get", {})).saved).toBe(false)
    expect(existsSync(join(folder, "site/network.json"))).toBe(false)
  })
})
