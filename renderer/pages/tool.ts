/** What one entry of the side menu is. */
import type { Component } from "svelte"
import type { Need } from "../../shared/api/method.ts"

export type Group = "Discover" | "Analyze" | "Manage" | "Support"
export type Tool = {
  readonly path: string
  readonly title: string
  readonly group: Group
  readonly icon: Component<{ size?: number }>
  readonly need: Need
  /** Which number of the site stands beside the title: all devices, or the alerts that nobody has looked at. */
  readonly count?: "devices" | "alerts"
  /** Loaded when it is first opened. */
  readonly page?: () => Promise<{ default: Component }>
  /** Not built yet: what it will do, in plain words. */
  readonly coming?: { readonly what: string; readonly will: readonly string[]; readonly meanwhile: string }
}
