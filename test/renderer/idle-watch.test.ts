import { expect, test } from "vitest"
import type { Api } from "../../shared/api/client.ts"
import { IdleWatch, type Surroundings } from "../../renderer/state/idle-watch.ts"

/** A window whose time stands still until the test moves it. */
function stillWindow() {
  const kept = new Map<string, string>()
  const heard = new Set<() => void>()
  let look = () => undefined as void
  const api = { ask: async () => ({ idleMinutes: 30 }), on: () => () => undefined } as unknown as Api
  const window = {
    addEventListener: (_: string, act: () => void) => heard.add(act),
    removeEventListener: (_: string, act: () => void) => heard.delete(act),
    setInterval: (act: () => void) => ((look = act), 1),
    clearInterval: () => (look = () => undefined),
    localStorage: {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, value: string) => kept.set(name, value),
    },
  } as unknown as Surroundings
  const time = { now: 1_000_000 }
  const watch = new IdleWatch(api, window, () => time.now)
  const pass = (minutes: number) => {
    time.now += minutes * 60_000
    look()
  }
  return { watch, pass, heard, move: () => heard.forEach((act) => act()) }
}

test("who does nothing for the set time is signed out once, and not before", async () => {
  const { watch, pass, heard } = stillWindow()
  await watch.load()
  const ended: number[] = []
  watch.start((minutes) => ended.push(minutes))
  pass(29)
  expect(ended).toEqual([])
  pass(1)
  pass(10)
  expect(ended).toEqual([30])
  expect(heard.size).toBe(0)
})

test("keys and pointer begin the time anew", async () => {
  const { watch, pass, move } = stillWindow()
  await watch.load()
  const ended: number[] = []
  watch.start((minutes) => ended.push(minutes))
  pass(20)
  move()
  pass(20)
  expect(ended).toEqual([])
  pass(10)
  expect(ended).toEqual([30])
})

test("zero minutes mean never", () => {
  const { watch, pass } = stillWindow()
  const ended: number[] = []
  watch.start((minutes) => ended.push(minutes))
  pass(10_000)
  expect(ended).toEqual([])
})
