/** What no page of ours may do, whatever a mistake or an attacker makes it try: navigate away, open windows, embed views, use devices. */
import { app, session } from "electron"
import { isOwnPage } from "./app-scheme.ts"

export function lockDown(): void {
  app.on("web-contents-created", (_, contents) => {
    contents.on("will-navigate", (event) => {
      if (!isOwnPage(event.url)) event.preventDefault()
    })
    contents.on("will-redirect", (event) => {
      if (!isOwnPage(event.url)) event.preventDefault()
    })
    contents.on("will-frame-navigate", (event) => {
      if (!isOwnPage(event.url)) event.preventDefault()
    })
    contents.on("will-attach-webview", (event) => event.preventDefault())
    contents.setWindowOpenHandler(() => ({ action: "deny" }))
  })
}

/** The clipboard for "copy the display filter" is all that a page needs. */
const granted: readonly string[] = ["clipboard-sanitized-write"]

export function refusePermissions(): void {
  const pages = session.defaultSession
  pages.setPermissionRequestHandler((contents, permission, answer) =>
    answer(granted.includes(permission) && isOwnPage(contents.getURL())),
  )
  pages.setPermissionCheckHandler((_, permission, origin) => granted.includes(permission) && isOwnPage(origin))
  pages.setDevicePermissionHandler(() => false)
}
