/** The core's end of the port to Electron's main process; runs in the utility process. */
import type { ParentPort } from "electron"
import type { Core } from "../../shared/api/host.ts"
import type { CoreStart, FromCore, ToCore } from "./core-messages.ts"

export type HostedCore = Core & { readonly firstPassword: string | null }

type Asked = Exclude<ToCore, { say: "start" }>

export function serveCorePort(port: ParentPort, start: (how: CoreStart) => Promise<HostedCore>): void {
  const tell = (message: FromCore): void => port.postMessage(message)
  const listening = new Map<number, () => void>()
  let core: Promise<HostedCore> | null = null

  const heard = async (running: HostedCore, message: Asked): Promise<void> => {
    switch (message.say) {
      case "serve":
        return tell({ say: "served", id: message.id, served: await running.serve(message.request, message.caller) })
      case "download":
        return tell({
          say: "downloaded",
          id: message.id,
          download: await running.download(message.ticket, message.caller),
        })
      case "listen": {
        listening.get(message.window)?.()
        const stop = running.listen(message.caller, (said) =>
          tell({ say: "said", window: message.window, text: said.text }),
        )
        if (stop) listening.set(message.window, stop)
        return
      }
      case "unlisten":
        listening.get(message.window)?.()
        listening.delete(message.window)
        return
      case "stop":
        await running.stop()
        return tell({ say: "stopped" })
      default:
        message satisfies never
    }
  }

  port.on("message", ({ data }: { data: ToCore }) => {
    if (data.say === "start") {
      core = start(data.start)
      core.then(
        ({ firstPassword }) => tell({ say: "started", firstPassword }),
        (error: unknown) => tell({ say: "failed", message: error instanceof Error ? error.message : String(error) }),
      )
      return
    }
    core
      ?.then((running) => heard(running, data))
      .catch((error: unknown) => process.stderr.write(`core: ${String(error)}\n`))
  })
}
