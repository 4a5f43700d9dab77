/** What axe finds on a page, and whether anything is wider than the window. */
import AxeBuilder from "@axe-core/playwright"
import type { Page } from "playwright-core"
import { small, wide } from "./console.ts"

export const looks = [wide, small].flatMap((size) => ["light", "dark"].map((theme) => ({ size, theme })))

/** In the dark only the colours are others; what holds for the elements was looked at in the light. */
export async function findingsOf(page: Page, theme: string): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode(true)
  const { violations } = await (theme === "dark" ? axe.withRules("color-contrast") : axe).analyze()
  const serious = violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .slice(0, 3)
          .map(({ html }) => html.slice(0, 160))
          .join(" | ")}`,
    )
  const isTooWide = await page.evaluate(
    () => document.documentElement.scrollWidth > innerWidth || document.body.scrollWidth > innerWidth,
  )
  return isTooWide ? [...serious, "wider than the window"] : serious
}

/** The page as it stands, at both sizes, light and dark. */
export async function findingsInAllLooks(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const { size, theme } of looks) {
    await page.setViewportSize(size)
    await page.emulateMedia({ colorScheme: theme === "dark" ? "dark" : "light" })
    await page.waitForTimeout(150) // what changes colour softly has arrived
    found.push(...(await findingsOf(page, theme)).map((one) => `${size.width} ${theme}: ${one}`))
  }
  await page.setViewportSize(wide)
  return found
}
