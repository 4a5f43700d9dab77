/** The picture of a kind of event, by the family it belongs to. */
import Bell from "@lucide/svelte/icons/bell-ring"
import BellOff from "@lucide/svelte/icons/bell-off"
import Code from "@lucide/svelte/icons/code-xml"
import Cpu from "@lucide/svelte/icons/cpu"
import Database from "@lucide/svelte/icons/database"
import FileIcon from "@lucide/svelte/icons/file"
import Globe from "@lucide/svelte/icons/globe"
import Key from "@lucide/svelte/icons/key-round"
import MessageSquare from "@lucide/svelte/icons/message-square"
import Monitor from "@lucide/svelte/icons/monitor-up"
import Network from "@lucide/svelte/icons/network"
import Pencil from "@lucide/svelte/icons/pencil"
import Power from "@lucide/svelte/icons/power"
import Radar from "@lucide/svelte/icons/radar"
import User from "@lucide/svelte/icons/user"
import Wrench from "@lucide/svelte/icons/wrench"
import type { Component } from "svelte"
import type { EventKindCode } from "../../../shared/detections/event-kind.ts"

type Icon = Component<{ size?: number }>

/** The first that fits, from the most special to the most general. */
const families: readonly (readonly [RegExp, Icon])[] = [
  [/^ALERT_/, Bell],
  [/^MUTED_|EXCLUSION_/, BellOff],
  [/^CUSTOM_EVENT$/, Pencil],
  [/LOGIN_PROGRAMMING|PROGRAM|DELTAV|MEMORY_BLOCK|MEMORY_WRITE/, Code],
  [/_STOP$|_START$|_RESET$|MODE_CHANGE|OPERATING_MODE/, Power],
  [/AUTHENTICATION|PASSWORD|PRIVILEGE|LEVEL_FAILED/, Key],
  [/^USER_LOGIN|^USER_OPERATION|^NOTIFICATION/, User],
  [/FIRMWARE|MODULE|CONFIGURATION|PROFINET|HARDWARE/, Wrench],
  [/^SCAN/, Radar],
  [/INTERNET/, Globe],
  [/REMOTE/, Monitor],
  [/CONNECTION|DHCP|OPC_|SUITELINK/, Network],
  [/DEVICE/, Cpu],
  [/FILE|REPORT|UPLOADED|DIP_/, FileIcon],
  [/DATABASE/, Database],
]
const found = new Map<string, Icon>()
export function iconOf(kind: EventKindCode): Icon {
  const known = found.get(kind)
  if (known) return known
  const icon = families.find(([pattern]) => pattern.test(kind))?.[1] ?? MessageSquare
  found.set(kind, icon)
  return icon
}
