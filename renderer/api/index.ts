/** Picks the transport: the preload's bridge in Electron, the network in a browser. */
import type { Host } from "./host.ts"
import { createIpcHost, type SensorBridge } from "./ipc.ts"
import { createWebHost } from "./web.ts"

export function createHost(window: Window): Host {
  const bridge = (window as Window & { sensor?: SensorBridge }).sensor
  return bridge ? createIpcHost(bridge) : createWebHost()
}
