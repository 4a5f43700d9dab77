/** The themes as lines of a menu. */
import type { MenuItem } from "../../parts/Menu.svelte"
import type { Notices } from "../../state/notices.svelte.ts"
import { themes, type Preferences, type Theme } from "../../state/preferences.svelte.ts"

const titles: Readonly<Record<Theme, string>> = {
  system: "As the system",
  light: "Light",
  dark: "Dark",
  contrast: "High contrast",
  "control-room": "Control-room grey",
}

export const themeItems = (preferences: Preferences, notices: Notices): readonly MenuItem[] =>
  themes.map((theme) => ({
    text: titles[theme],
    chosen: preferences.theme === theme,
    act: () => void preferences.setTheme(theme).catch((failure) => notices.fail("The theme was not kept.", failure)),
  }))
