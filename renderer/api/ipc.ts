/** The transport of the Electron window: what the preload script lends the page. */
import type { Request, Response } from "../../shared/api/client.ts"
import type { ConnectionNews, Host } from "./host.ts"

/** Kept as small as the preload script itself, which never changes. */
export type SensorBridge = {
  readonly send: (request: Request) => Promise<Response>
  readonly listen: (heard: (event: string, payload: unknown) => void) => () => void
  readonly pathForFile: (file: File) => string
}

const isNews = (event: string): event is ConnectionNews => event === "lost" || event === "back" || event === "refetch"

export function createIpcHost(bridge: SensorBridge): Host {
  return {
    transport: { send: (request) => bridge.send(request), listen: (heard) => bridge.listen(heard) },
    open: () => undefined,
    close: () => undefined,
    onNews: (heard) => {
      bridge.listen((event) => {
        if (isNews(event)) heard(event)
      })
    },
    pathForFile: (file) => bridge.pathForFile(file),
  }
}
