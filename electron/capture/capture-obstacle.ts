/** Why this system can't capture, and the exact steps that change it. */
import { readFileSync } from "node:fs"
import type { CaptureTool } from "./capture-tool.ts"

export type Obstacle = { readonly reason: string; readonly steps: readonly string[] }
export type SystemKind = "debian" | "linux" | "macos" | "windows" | "other"

export function systemKind(platform: NodeJS.Platform, osRelease: string): SystemKind {
  if (platform === "darwin") return "macos"
  if (platform === "win32") return "windows"
  if (platform !== "linux") return "other"
  return /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(osRelease) ? "debian" : "linux"
}

export function thisSystem(): SystemKind {
  if (process.platform !== "linux") return systemKind(process.platform, "")
  try {
    return systemKind("linux", readFileSync("/etc/os-release", "utf8"))
  } catch {
    return "linux" // a system without that file says nothing of its kind
  }
}

const install: Readonly<Record<SystemKind, readonly string[]>> = {
  debian: [
    "Open a terminal and run: sudo apt install wireshark-common",
    "Without a network: copy the packages wireshark-common and libpcap0.8 for this release onto a USB stick and run: sudo dpkg -i *.deb",
    "Come back to this page and choose Look again.",
  ],
  linux: [
    "Install dumpcap (a part of Wireshark) or tcpdump with the package manager of this system, for example: sudo dnf install wireshark-cli, or: sudo zypper install tcpdump",
    "Come back to this page and choose Look again.",
  ],
  macos: [
    "tcpdump is part of macOS: if /usr/sbin/tcpdump is missing, install Wireshark from its disk image (wireshark.org).",
    "Come back to this page and choose Look again.",
  ],
  windows: [
    "Install Wireshark from its installer (wireshark.org), and leave Npcap ticked.",
    "Come back to this page and choose Look again.",
  ],
  other: ["Install Wireshark's dumpcap, or tcpdump.", "Come back to this page and choose Look again."],
}

const fileRights = (path: string): string => `sudo setcap cap_net_raw,cap_net_admin=eip ${path}`

const allow: Readonly<Record<SystemKind, (tool: CaptureTool) => readonly string[]>> = {
  debian: ({ name, path }) =>
    name === "dumpcap"
      ? [
          "Run: sudo dpkg-reconfigure wireshark-common, and answer Yes.",
          "Run: sudo usermod -aG wireshark $USER",
          "Sign out of this computer and in again, then start Plantwarden again.",
          `Or, for every user of this computer, run: ${fileRights(path)}`,
        ]
      : [`Run: ${fileRights(path)}`, "Then choose Look again."],
  linux: ({ path }) => [
    `Run: ${fileRights(path)}`,
    "Where the system has a group wireshark, run: sudo usermod -aG wireshark $USER, sign out and in again.",
    "Then choose Look again.",
  ],
  macos: () => [
    "Install ChmodBPF: it is in Wireshark's disk image as Install ChmodBPF.pkg.",
    "Sign out of this computer and in again, then start Plantwarden again.",
  ],
  windows: () => [
    "Install Npcap (it comes with Wireshark) without the option that restricts it to Administrators, or start Plantwarden as administrator.",
    "Then choose Look again.",
  ],
  other: () => ["Start Plantwarden as a user who may capture packets."],
}

export const noTool = (system: SystemKind): Obstacle => ({
  reason: "There is no capture program on this computer: neither dumpcap nor tcpdump was found.",
  steps: install[system],
})

export const noRight = (system: SystemKind, tool: CaptureTool): Obstacle => ({
  reason: `${tool.name} may not capture as this user: the right to listen to a network interface is missing.`,
  steps: allow[system](tool),
})

/** Whether the tool's words say that the right is missing. */
export const lacksRight = (error: string): boolean =>
  /permission|not permitted|access is denied|you don.t have|must be root/i.test(error)
