/** Pages outside the console: before anybody has signed in by their address, and those of the first sign-in. Loaded when they are needed. */
import type { Component } from "svelte"

export type OuterPage = () => Promise<{ default: Component }>

/** Reached by their address before anybody has signed in. */
export const beforeSignIn: Readonly<Record<string, OuterPage>> = {
  checklist: () => import("./sign-in/ChecklistSheet.svelte"),
  recovery: () => import("./sign-in/Recovery.svelte"),
}

/** While the first sign-in is not finished: for an Admin, and for everybody else. */
export const wizardPage: OuterPage = () => import("./wizard/WizardPage.svelte")
export const whoCanPage: OuterPage = () => import("./wizard/WhoCan.svelte")
