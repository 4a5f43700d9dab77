/** The sections of System settings, each with an address of its own. */
import type { Component } from "svelte"

export type Section = {
  /** The part of the address after "settings"; "" for the first. */
  readonly path: string
  readonly title: string
  readonly page: () => Promise<{ default: Component }>
}

export const sections: readonly Section[] = [
  { path: "", title: "This site", page: () => import("./SiteSection.svelte") },
  { path: "network", title: "Sensor network settings", page: () => import("./NetworkSection.svelte") },
  { path: "activation", title: "Subscription & Activation", page: () => import("./ActivationSection.svelte") },
  { path: "certificates", title: "SSL/TLS certificates", page: () => import("./CertificatesSection.svelte") },
  { path: "monitoring", title: "Monitoring", page: () => import("./MonitoringSection.svelte") },
  { path: "subnets", title: "Subnets", page: () => import("./SubnetsSection.svelte") },
  {
    path: "detection",
    title: "Detection engines and network modeling",
    page: () => import("./detection/DetectionSection.svelte"),
  },
  {
    path: "intelligence",
    title: "Threat intelligence",
    page: () => import("./intelligence/IntelligenceSection.svelte"),
  },
  { path: "region", title: "Time and region", page: () => import("./RegionSection.svelte") },
  { path: "retention", title: "Data retention", page: () => import("./RetentionSection.svelte") },
  { path: "security", title: "Sessions and sign-in", page: () => import("./SecuritySection.svelte") },
]
