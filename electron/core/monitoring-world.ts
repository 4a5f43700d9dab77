/** The parts of this machine that monitoring deals with, so that tests can stand in for them. */
import { networkInterfaces as osInterfaces } from "node:os"
import { existsSync } from "node:fs"
import { thisSystem } from "../capture/capture-obstacle.ts"
import type { SystemKind } from "../capture/capture-obstacle.ts"
import { sysfs } from "../capture/interface-counters.ts"
import type { Sources } from "../capture/network-interfaces.ts"
import { runProgram } from "../capture/run-program.ts"
import type { RunProgram } from "../capture/run-program.ts"
import { freeBytes } from "./uploads.ts"

export type MonitoringWorld = {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly platform: NodeJS.Platform
  readonly system: SystemKind
  /** "" on systems that have none. */
  readonly sysfs: string
  readonly addresses: () => Sources["addresses"]
  readonly run: RunProgram
  readonly freeBytes: (folder: string) => Promise<number>
}

export const thisMachine = (): MonitoringWorld => ({
  env: process.env,
  platform: process.platform,
  system: thisSystem(),
  sysfs: existsSync(sysfs) ? sysfs : "",
  addresses: osInterfaces,
  run: runProgram,
  freeBytes,
})
