/** What Electron's main process and the core's process say to each other. */
import type { Request } from "../../shared/api/client.ts"
import type { Caller, Download, Served } from "../../shared/api/host.ts"

export type CoreStart = {
  readonly folder: string
  readonly sample: boolean
  readonly preconfigured: boolean
  /** Where the console is served to other computers, once the settings say so; 0: any free one. */
  readonly port: number
  readonly once: string | null
  readonly captures: readonly string[]
  readonly version: string
}

export type ToCore =
  | { readonly say: "start"; readonly start: CoreStart }
  | { readonly say: "serve"; readonly id: number; readonly request: Request; readonly caller: Caller }
  | { readonly say: "download"; readonly id: number; readonly ticket: string; readonly caller: Caller }
  | { readonly say: "listen"; readonly window: number; readonly caller: Caller }
  | { readonly say: "unlisten"; readonly window: number }
  | { readonly say: "stop" }

export type FromCore =
  | { readonly say: "started"; readonly firstPassword: string | null }
  | { readonly say: "failed"; readonly message: string }
  | { readonly say: "served"; readonly id: number; readonly served: Served }
  | { readonly say: "downloaded"; readonly id: number; readonly download: Download | null }
  | { readonly say: "said"; readonly window: number; readonly text: string }
  | { readonly say: "stopped" }
