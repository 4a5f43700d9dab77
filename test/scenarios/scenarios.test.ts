/** Each scenario folder is an engine's: what is expected is raised, and nothing else. */
import { describe, expect, test } from "vitest"
import { scenarios } from "./index.ts"
import { expectedOf, play } from "./scenario.ts"

describe.each(Object.entries(scenarios))("%s", (_, all) => {
  test.each(all.map((scenario) => [scenario.name, scenario] as const))("%s", (_name, scenario) => {
    const raised = play(scenario)
    expect(raised.map(({ alert }) => alert).sort()).toEqual(scenario.raises.map(expectedOf).sort())
    for (const expected of scenario.raises) {
      if (expected.says === undefined) continue
      const one = raised.find(({ alert }) => alert === expectedOf(expected))
      expect(one?.says).toContain(expected.says)
    }
  })

  test("every engine has scenarios", () => expect(all.length).toBeGreaterThan(0))
})
