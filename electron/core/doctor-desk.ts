/** The capture doctor: examines what was measured of a capture. */
import { Refusal } from "../../shared/api/server.ts"
import type { MadeOutput } from "../../shared/api/server.ts"
import { examine } from "../../shared/insight/doctor/examine.ts"
import type { CaptureHealth } from "../../shared/model/capture-health.ts"
import type { Desk } from "../handlers/desk.ts"
import type { Import } from "../store/imports.ts"
import type { DeskTools } from "./desks.ts"

type Answer = MadeOutput<"doctor.examine">

const mostListed = 1000
const unknown =
  "This capture is not in the list any more. Choose another one, or import the file again to have it examined."
const notMeasured =
  "Not measured: this capture was read by an earlier version of the sensor. Import the file again to have it examined."
const notRead = "Nothing of this capture was read yet. The examination begins with its first packets."

const isLive = ({ id }: Import): boolean => id.startsWith("live-")
/** What was read, or is being read; a file that failed has nothing to examine. */
const isExamined = ({ state, facts }: Import): boolean => state === "reading" || (state === "done" && facts !== null)

export function doctorDesk({ site, now }: Pick<DeskTools, "site" | "now">): Desk<"doctor"> {
  return {
    examine: async ({ capture }) => {
      const all = (await site.query("imports", "listed")).filter(isExamined)
      const one = capture === "" ? newest(all) : all.find(({ id }) => id === capture)
      const captures = all.slice(0, mostListed).map((each) => listed(each))
      if (one === undefined) {
        if (capture !== "") throw new Refusal("refused", unknown)
        return { capture: "", file: "", isLive: false, isReading: false, why: "", examined: null, captures }
      }
      const health = await site.query("health", "of", one.id)
      return {
        ...{ capture: one.id, file: one.file, isLive: isLive(one), isReading: one.state === "reading" },
        why: health !== null ? "" : one.state === "reading" || one.accounting.read === 0 ? notRead : notMeasured,
        examined: health === null ? null : examined(one, health, now()),
        captures,
      }
    },
  }
}

/** What is captured live tells of the mirror port as it is now. */
const newest = (all: readonly Import[]): Import | undefined => all.find(isLive) ?? all[0]

const listed = (one: Import): Answer["captures"][number] => ({
  ...{ id: one.id, file: one.file, addedAt: one.addedAt },
  isLive: isLive(one),
})

function examined(one: Import, health: CaptureHealth, now: number): NonNullable<Answer["examined"]> {
  const drops = (one.facts?.problems ?? []).filter(({ code }) => code === "interface-drops")
  const found = examine({
    ...{ health, counted: one.accounting, now, isLive: isLive(one) },
    drops: drops.slice(0, 5).map(({ message }) => message),
  })
  const { first, last } = health
  return {
    ...{ verdict: found.verdict, headline: found.headline, first, last },
    checks: found.checks.map((check) => ({ ...check, advice: [...check.advice], figures: [...check.figures] })),
    sights: [...found.sights],
    protocols: [...health.protocols].sort((a, b) => b.frames - a.frames).slice(0, 1000),
  }
}
