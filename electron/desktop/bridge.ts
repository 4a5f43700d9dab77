/** What the preload script lends the page: send, listen, and where a chosen file lies. Nothing else, ever. */
import { contextBridge, ipcRenderer, webUtils } from "electron"
import type { Request, Response } from "../../shared/api/client.ts"
import { askChannel, saidChannel } from "./channels.ts"

type Said = { readonly event: string; readonly payload: unknown }

export function lendBridge(): void {
  contextBridge.exposeInMainWorld("sensor", {
    send: async (request: Request): Promise<Response> =>
      JSON.parse((await ipcRenderer.invoke(askChannel, request)) as string) as Response,
    listen: (heard: (event: string, payload: unknown) => void): (() => void) => {
      const receive = (_: unknown, text: string): void => {
        const { event, payload } = JSON.parse(text) as Said
        heard(event, payload)
      }
      ipcRenderer.on(saidChannel, receive)
      return () => void ipcRenderer.removeListener(saidChannel, receive)
    },
    pathForFile: (file: File): string => webUtils.getPathForFile(file),
  })
}
