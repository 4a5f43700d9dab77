/** Where a device stands on the connections level, asked of cytoscape itself: the map is a picture, not elements. */
import type { Core } from "cytoscape"
import type { Page } from "playwright-core"

type Point = { readonly x: number; readonly y: number }
type Held = Element & { readonly _cyreg?: { readonly cy: Core } }

/** On the map, and on the screen where the mouse meets it. Waits until the map has it. */
export async function placeOf(page: Page, label: string): Promise<{ readonly world: Point; readonly screen: Point }> {
  const place = await page.waitForFunction((wanted) => {
    const box = document.querySelector<Held>(".__________cytoscape_container")
    const node = box?._cyreg?.cy.nodes().filter((each) => each.data("short") === wanted)
    if (!box || !node || node.empty()) return null
    const { left, top } = box.getBoundingClientRect()
    const [drawn, world] = [node.renderedPosition(), node.position()]
    return { world: { ...world }, screen: { x: left + drawn.x, y: top + drawn.y } }
  }, label)
  const found = await place.jsonValue()
  if (!found) throw new Error(`${label} is not on the map`)
  return found
}
