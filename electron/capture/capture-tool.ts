/** The program that captures: Wireshark's dumpcap, else tcpdump. Where it lies, its version, and how it is asked. */
import { accessSync, constants } from "node:fs"
import { delimiter, join } from "node:path"
import type { RunProgram } from "./run-program.ts"

export type ToolName = "dumpcap" | "tcpdump"
export type CaptureTool = { readonly name: ToolName; readonly version: string; readonly path: string }

/** What of the surroundings decides which tool is found. */
export type Surroundings = {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly platform: NodeJS.Platform
  readonly run: RunProgram
}

/** Where installers put them without adding the folder to PATH. */
const usualFolders: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: ["/usr/bin", "/usr/sbin", "/sbin", "/usr/local/bin", "/usr/local/sbin"],
  darwin: ["/Applications/Wireshark.app/Contents/MacOS", "/opt/homebrew/bin", "/usr/local/bin", "/usr/sbin"],
  win32: ["C:\\Program Files\\Wireshark", "C:\\Program Files (x86)\\Wireshark"],
}
const tools: readonly ToolName[] = ["dumpcap", "tcpdump"]

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false // looked for in many places: not being there is the usual case
  }
}

function places(name: ToolName, { env, platform }: Surroundings): string[] {
  const file = platform === "win32" ? `${name}.exe` : name
  const onPath = (env["PATH"] ?? env["Path"] ?? "").split(delimiter).filter((folder) => folder !== "")
  return [...onPath, ...(usualFolders[platform] ?? [])].map((folder) => join(folder, file))
}

/** "Dumpcap (Wireshark) 4.0.17 (Git …)" is 4.0.17; "tcpdump version 4.99.3" is 4.99.3. */
export const versionIn = (text: string): string => /\b(\d+\.\d+(?:\.\d+)*)/.exec(text)?.[1] ?? "unknown"

/** PLANTWARDEN_CAPTURE_TOOL names one tool, by its name or its path; "none" stands for none. */
export async function findCaptureTool(around: Surroundings): Promise<CaptureTool | null> {
  const forced = around.env["PLANTWARDEN_CAPTURE_TOOL"] ?? ""
  const candidates = tools.flatMap((name) => {
    if (forced.includes(name) && forced !== name) return [{ name, path: forced }]
    if (forced !== "" && forced !== name) return []
    return places(name, around).map((path) => ({ name, path }))
  })
  const found = candidates.find(({ path }) => canRun(path))
  if (!found) return null
  const { out, error } = await around.run(found.path, ["--version"])
  return { ...found, version: versionIn(out + error) }
}

/** A name that the tool would take for something else than an interface: an option, a pipe, a remote machine. */
export const isInterfaceName = (name: string): boolean =>
  name.length > 0 && name.length <= 100 && !/^-|^TCP@|:\/\/|\/|[\0-\x1f]/.test(name)

const kilobytes = (bytes: number): number => Math.max(1, Math.round(bytes / 1000))
const megabytes = (bytes: number): number => Math.max(1, Math.round(bytes / 1e6))
/** tcpdump gives up its rights when root starts it, and could then not open the next file. */
const keepRights = (): string[] => (process.getuid?.() === 0 ? ["-Z", "root"] : [])

export type Wanted = { readonly interface: string; readonly filter: string }

/** Writes files of bounded size, one after the other. Both tools listen only; promiscuous is how they start. */
export function ringArguments(
  tool: CaptureTool,
  { interface: name, filter }: Wanted,
  path: string,
  fileBytes: number,
): string[] {
  if (tool.name === "tcpdump") {
    const size = ["-C", String(megabytes(fileBytes)), "-w", path]
    return ["-i", name, "-n", "-U", "-s", "262144", ...keepRights(), ...size, "--", filter]
  }
  const chosen = filter === "" ? [] : ["-f", filter]
  return ["-i", name, ...chosen, "-n", "-B", "32", "-b", `filesize:${kilobytes(fileBytes)}`, "-w", path]
}

/** Writes pcap to its standard output. */
export function pipeArguments(tool: CaptureTool, { interface: name, filter }: Wanted): string[] {
  if (tool.name === "tcpdump") return ["-i", name, "-n", "-U", ...keepRights(), "-w", "-", "--", filter]
  const chosen = filter === "" ? [] : ["-f", filter]
  return ["-i", name, ...chosen, "-P", "-q", "-w", "-"]
}

/** Translates a filter and captures nothing. */
export const filterArguments = (tool: CaptureTool, { interface: name, filter }: Wanted): string[] =>
  tool.name === "tcpdump" ? ["-d", "-i", name, "--", filter] : ["-d", "-i", name, "-f", filter]

/** Opens an interface and captures nothing: fails where the right is missing. */
export const openArguments = (name: string): string[] => ["-L", "-i", name]
