/** Each scenario folder is an engine's: what is expected is raised, and nothing else. */
import { readdirSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import { engines } from "../../shared/detections/alert-kind.ts"
import { expectedOf, play, type Scenario } from "./scenario.ts"

const here = fileURLToPath(new URL(".", import.meta.url))
const folders = await Promise.all(
  Object.keys(engines).map(async (engine) => {
    const files = readdirSync(`${here}${engine}`).filter((file) => file.endsWith(".ts"))
    const modules = await Promise.all(
      files.map(
        async (file) =>
          (await import(`./${engine}/${file.slice(0, -3)}.ts`)) as { readonly scenarios: readonly Scenario[] },
      ),
    )
    return [engine, modules.flatMap(({ scenarios }) => scenarios)] as const
  }),
)

describe.each(folders)("%s", (_, scenarios) => {
  test.each(scenarios.map((scenario) => [scenario.name, scenario] as const))("%s", (_name, scenario) => {
    const raised = play(scenario)
    expect(raised.map(({ alert }) => alert).sort()).toEqual(scenario.raises.map(expectedOf).sort())
    for (const expected of scenario.raises) {
      if (expected.says === undefined) continue
      const one = raised.find(({ alert }) => alert === expectedOf(expected))
      expect(one?.says).toContain(expected.says)
    }
  })

  test("every engine has scenarios", () => expect(scenarios.length).toBeGreaterThan(0))
})
