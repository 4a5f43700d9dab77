/** The side menu as data: every tool of the console, in order. */
import ArrowRight from "@lucide/svelte/icons/arrow-right"
import Bell from "@lucide/svelte/icons/bell-ring"
import ChartColumn from "@lucide/svelte/icons/chart-column"
import CircleHelp from "@lucide/svelte/icons/circle-question-mark"
import Clock from "@lucide/svelte/icons/clock"
import Database from "@lucide/svelte/icons/database"
import LayoutDashboard from "@lucide/svelte/icons/layout-dashboard"
import List from "@lucide/svelte/icons/list"
import Network from "@lucide/svelte/icons/network"
import Route from "@lucide/svelte/icons/route"
import Settings from "@lucide/svelte/icons/settings"
import ShieldCheck from "@lucide/svelte/icons/shield-check"
import ListChecks from "@lucide/svelte/icons/list-checks"
import Stethoscope from "@lucide/svelte/icons/stethoscope"
import Users from "@lucide/svelte/icons/users"
import { coming } from "./coming/coming.ts"
import type { Tool } from "./tool.ts"

export const tools: readonly Tool[] = [
  {
    path: "overview",
    title: "Overview",
    group: "Discover",
    icon: LayoutDashboard,
    need: "read",
    page: () => import("./overview/OverviewPage.svelte"),
  },
  {
    path: "map",
    title: "Device map",
    group: "Discover",
    icon: Network,
    need: "read",
    page: () => import("./map/MapPage.svelte"),
  },
  {
    path: "inventory",
    title: "Device inventory",
    group: "Discover",
    icon: List,
    need: "read",
    count: "devices",
    page: () => import("./inventory/InventoryPage.svelte"),
  },
  {
    path: "alerts",
    title: "Alerts",
    group: "Discover",
    icon: Bell,
    need: "read",
    count: "alerts",
    page: () => import("./alerts/AlertsPage.svelte"),
  },
  {
    path: "timeline",
    title: "Event timeline",
    group: "Analyze",
    icon: Clock,
    need: "analyst",
    page: () => import("./timeline/TimelinePage.svelte"),
  },
  {
    path: "mining",
    title: "Data mining",
    group: "Analyze",
    icon: Database,
    need: "read",
    page: () => import("./mining/MiningPage.svelte"),
  },
  {
    path: "trends",
    title: "Trends and statistics",
    group: "Analyze",
    icon: ChartColumn,
    need: "read",
    page: () => import("./trends/TrendsPage.svelte"),
  },
  { path: "risk", title: "Risk assessment", group: "Analyze", icon: ShieldCheck, need: "read", coming: coming.risk },
  { path: "attack", title: "Attack vector", group: "Analyze", icon: Route, need: "read", coming: coming.attack },
  {
    path: "settings",
    title: "System settings",
    group: "Manage",
    icon: Settings,
    need: "read",
    page: () => import("./settings/SettingsPage.svelte"),
  },
  {
    path: "rules",
    title: "Custom alert rules",
    group: "Manage",
    icon: ListChecks,
    need: "read",
    page: () => import("./rules/RulesPage.svelte"),
  },
  {
    path: "users",
    title: "Users",
    group: "Manage",
    icon: Users,
    need: "admin",
    page: () => import("./users/UsersPage.svelte"),
  },
  {
    path: "forwarding",
    title: "Forwarding",
    group: "Manage",
    icon: ArrowRight,
    need: "admin",
    coming: coming.forwarding,
  },
  {
    path: "doctor",
    title: "Capture doctor",
    group: "Support",
    icon: Stethoscope,
    need: "read",
    page: () => import("./doctor/DoctorPage.svelte"),
  },
  {
    path: "support",
    title: "Support",
    group: "Support",
    icon: CircleHelp,
    need: "read",
    page: () => import("./support/SupportPage.svelte"),
  },
]

/** Pages that are reached from others and have no line in the menu: the menu line they belong to. */
export const inner: Readonly<Record<string, { readonly tool: string; readonly page: NonNullable<Tool["page"]> }>> = {
  device: { tool: "inventory", page: () => import("./device/DevicePage.svelte") },
  alert: { tool: "alerts", page: () => import("./alerts/AlertPage.svelte") },
  notifications: { tool: "map", page: () => import("./notifications/NotificationsPage.svelte") },
  baseline: { tool: "settings", page: () => import("./baseline/BaselinePage.svelte") },
  checklist: { tool: "support", page: () => import("./support/ChecklistPage.svelte") },
  captures: { tool: "overview", page: () => import("./captures/CapturesPage.svelte") },
}
