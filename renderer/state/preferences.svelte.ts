/** A person's own settings of the page: theme, menu, columns. The theme is also kept in the browser, for the sign-in page. */
import type { Api } from "../../shared/api/client.ts"

export const themes = ["system", "light", "dark", "contrast", "control-room"] as const
export type Theme = (typeof themes)[number]
const isTheme = (text: string | null | undefined): text is Theme => themes.includes(text as Theme)

export class Preferences {
  values = $state.raw<Readonly<Record<string, string>>>({})
  theme = $state.raw<Theme>("system")
  /** What the theme comes to now, with the system's wish followed. */
  shown = $state.raw<Exclude<Theme, "system">>("light")

  readonly #api: Api
  readonly #window: Window
  readonly #dark: MediaQueryList
  readonly #contrast: MediaQueryList
  constructor(api: Api, window: Window) {
    this.#api = api
    this.#window = window
    this.#dark = window.matchMedia("(prefers-color-scheme: dark)")
    this.#contrast = window.matchMedia("(prefers-contrast: more)")
    this.#dark.addEventListener("change", () => this.#apply())
    this.#contrast.addEventListener("change", () => this.#apply())
    const kept = window.localStorage.getItem("theme")
    if (isTheme(kept)) this.theme = kept
    this.#apply()
  }

  async load(): Promise<void> {
    const { values } = await this.#api.ask("preferences.get", {})
    this.values = values
    const kept = values["theme"]
    if (isTheme(kept)) this.#useTheme(kept)
  }

  /** What was kept under this name, or `otherwise` where there is nothing that can be read. */
  read<Value>(name: string, otherwise: Value): Value {
    const kept = this.values[name]
    if (kept === undefined) return otherwise
    try {
      return JSON.parse(kept) as Value
    } catch (failure) {
      if (failure instanceof SyntaxError) return otherwise
      throw failure
    }
  }

  async write(name: string, value: unknown): Promise<void> {
    const text = JSON.stringify(value)
    this.values = { ...this.values, [name]: text }
    await this.#api.ask("preferences.set", { name, value: text })
  }

  async setTheme(theme: Theme): Promise<void> {
    this.#useTheme(theme)
    this.values = { ...this.values, theme }
    await this.#api.ask("preferences.set", { name: "theme", value: theme })
  }

  #useTheme(theme: Theme): void {
    this.theme = theme
    this.#window.localStorage.setItem("theme", theme)
    this.#apply()
  }

  #apply(): void {
    const wished = this.#contrast.matches ? "contrast" : this.#dark.matches ? "dark" : "light"
    this.shown = this.theme === "system" ? wished : this.theme
    this.#window.document.documentElement.dataset["theme"] = this.shown
  }
}
