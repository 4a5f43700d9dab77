/** Where the page is: the part of the address after `#/`, so that it works over app:// as over https://, with Back and Forward. */
export class Route {
  path = $state.raw("overview")
  query = $state.raw(new URLSearchParams())

  readonly #window: Window
  constructor(window: Window) {
    this.#window = window
    this.#read()
    window.addEventListener("hashchange", () => this.#read())
  }

  /** The first part of the path names the tool, the second what is looked at in it. */
  get tool(): string {
    return this.path.split("/")[0] ?? "overview"
  }
  get subject(): string {
    return decodeURIComponent(this.path.split("/").slice(1).join("/"))
  }

  go(path: string): void {
    this.#window.location.hash = `/${path}`
  }

  back(): void {
    if (this.#window.history.length > 1) this.#window.history.back()
    else this.go("overview")
  }

  #read(): void {
    const hash = this.#window.location.hash
    if (!hash.startsWith("#/")) return
    const [path = "", query = ""] = hash.slice(2).split("?")
    this.path = path === "" ? "overview" : path
    this.query = new URLSearchParams(query)
  }
}

export const linkTo = (path: string, query: Record<string, string> = {}): string => {
  const asked = new URLSearchParams(query).toString()
  return `#/${path}${asked === "" ? "" : `?${asked}`}`
}
export const linkToAlert = (id: string): string => `#/alert/${encodeURIComponent(id)}`
export const linkToDevice = (id: string): string => `#/device/${encodeURIComponent(id)}`
