/** The console's window. */
import { BrowserWindow } from "electron"

export function openWindow(preload: string, address: string): BrowserWindow {
  const window = new BrowserWindow({
    title: "Plantwarden",
    width: 1440,
    height: 900,
    minWidth: 1024,
    minHeight: 700,
    backgroundColor: "#f4f5f7",
    show: false,
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      devTools: process.env.PLANTWARDEN_DEVTOOLS === "1",
    },
  })
  window.once("ready-to-show", () => window.show())
  void window.loadURL(address)
  return window
}
