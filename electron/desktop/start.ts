/** The desktop application: one window on one site. */
import { BrowserWindow, Menu, app, dialog } from "electron"
import { appAddress, declareScheme, servePages } from "./app-scheme.ts"
import { CoreBridge } from "./core-bridge.ts"
import type { CoreStart } from "./core-messages.ts"
import { IpcServer } from "./ipc-server.ts"
import { lockDown, refusePermissions } from "./lock-down.ts"
import { openWindow } from "./window.ts"

export type DesktopParts = { readonly core: string; readonly preload: string; readonly pages: string }

function tellFirstPassword(password: string): void {
  process.stdout.write(`Initial password for admin: ${password}\n`)
  void dialog.showMessageBox({
    type: "info",
    title: "Plantwarden",
    message: "The first sign-in",
    detail: `User name: admin\nPassword: ${password}\n\nIt is shown only once. You will choose a password of your own.`,
    buttons: ["OK"],
  })
}

function giveUp(message: string): void {
  process.stderr.write(`${message}\n`)
  dialog.showErrorBox("Plantwarden", message)
  app.exit(1)
}

async function firstDownload(ipc: IpcServer, bridge: CoreBridge, ticket: string) {
  for (const caller of ipc.callers()) {
    const found = await bridge.download(ticket, caller)
    if (found) return found
  }
  return null
}

export async function startDesktop(parts: DesktopParts, start: CoreStart): Promise<void> {
  if (!app.requestSingleInstanceLock()) return app.quit()
  declareScheme()
  app.enableSandbox()
  lockDown()
  await app.whenReady()
  Menu.setApplicationMenu(null)
  refusePermissions()
  const address = start.once === null ? appAddress : `${appAddress}#once=${start.once}`
  const bridge = new CoreBridge(parts.core, start, {
    started: (firstPassword, again) => {
      if (firstPassword !== null) tellFirstPassword(firstPassword)
      if (again) return ipc.news("back")
      ipc.welcome(openWindow(parts.preload, address).webContents)
    },
    lost: () => ipc.news("lost"),
    failed: giveUp,
    said: (window, text) => ipc.said(window, text),
  })
  const ipc = new IpcServer(bridge)
  servePages(parts.pages, (ticket) => firstDownload(ipc, bridge, ticket))
  app.on("second-instance", () => BrowserWindow.getAllWindows()[0]?.focus())
  app.on("window-all-closed", () => app.quit())
  let stopped = false
  app.on("before-quit", (event) => {
    if (stopped) return
    event.preventDefault()
    void bridge.stop().then(() => {
      stopped = true
      app.exit(0)
    })
  })
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => app.quit())
  bridge.open()
}
