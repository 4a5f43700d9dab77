/** Owns cytoscape for the connections level: elements in, choices and moves out. */
import cytoscape, { type Core, type ElementDefinition, type EventObject, type NodeSingular } from "cytoscape"
import { nearest, type Direction } from "../../shared/insight/map/nearest.ts"
import type { Pin, Point } from "../../shared/insight/map/map-device.ts"
import { readColours, type Colours } from "./colours.ts"
import { connectionsStyle, curvedUpTo } from "./connections-style.ts"
import { drawBands, drawBoxes, drawTitles, titleRoom } from "./draw-bands.ts"
import { edgeCurve } from "./edge-curve.ts"
import type { ConnectionsLayout } from "./layout-worker.ts"
import { iconAddress } from "./type-icons.ts"

export type GraphNews = {
  readonly chose: (node: string) => void
  readonly opened: (node: string) => void
  readonly moved: (pins: readonly Pin[]) => void
}
const styleId = "__________cytoscape_stylesheet"
/** Pixels between what is revealed and the edge. */
const margin = 44
const longestLabel = 18
const zoomRange = { least: 0.05, most: 3 }
const shorten = (text: string) => (text.length > longestLabel ? `${text.slice(0, longestLabel - 1)}…` : text)

export class ConnectionsGraph {
  readonly #cy: Core
  readonly #under: HTMLCanvasElement
  #colours: Colours = readColours()
  #layout: ConnectionsLayout | null = null
  #curved = false
  /** Until somebody moves or zooms the map, all of it is kept in view, also while a capture is read and it grows. */
  #untouched = true
  #chosen = ""

  constructor(box: HTMLElement, under: HTMLCanvasElement, news: GraphNews, mayMove: boolean) {
    // cytoscape would write a style element, which the page's policy forbids; it leaves that where it finds this id.
    if (!document.getElementById(styleId)) {
      const mark = document.createElement("meta")
      mark.id = styleId
      document.head.append(mark)
    }
    this.#under = under
    this.#cy = cytoscape({
      container: box,
      minZoom: zoomRange.least,
      maxZoom: zoomRange.most,
      boxSelectionEnabled: false,
      autounselectify: true,
      autoungrabify: !mayMove,
      pixelRatio: 1,
      layout: { name: "preset" },
    })
    const nodeOf = (event: EventObject) => event.target as NodeSingular
    this.#cy.on("tap", "node", (event) => news.chose(nodeOf(event).id()))
    this.#cy.on("tap", (event) => {
      if (event.target === this.#cy) news.chose("")
    })
    this.#cy.on("dbltap", "node", (event) => news.opened(nodeOf(event).id()))
    this.#cy.on("drag", "node", (event) => this.#bend(nodeOf(event).connectedEdges()))
    this.#cy.on("dragfree", "node", (event) => news.moved([{ id: nodeOf(event).id(), ...nodeOf(event).position() }]))
    this.#cy.on("viewport", () => this.#drawUnder())
    this.#cy.on("dragpan scrollzoom pinchzoom dragfree", () => (this.#untouched = false))
    this.#cy.on("resize", () => {
      this.#resized()
      // The details pane takes room when it opens; what was chosen must not end up behind it.
      if (this.#chosen !== "") this.reveal(this.#chosen)
      else if (this.#untouched) this.fit()
    })
  }

  show(layout: ConnectionsLayout): void {
    this.#layout = layout
    this.#curved = layout.edges.length <= curvedUpTo
    const cy = this.#cy
    cy.batch(() => {
      cy.elements().remove()
      cy.add(this.#elements(layout))
    })
    cy.style(connectionsStyle(this.#colours, this.#curved))
    this.#resized()
    if (this.#untouched && this.#chosen === "") this.fit()
    this.#drawUnder()
  }

  recolour(): void {
    this.#colours = readColours()
    this.#cy.batch(() =>
      this.#cy.nodes().forEach((node) => void node.data("icon", this.#icon(String(node.data("type"))))),
    )
    this.#cy.style(connectionsStyle(this.#colours, this.#curved))
    this.#drawUnder()
  }

  /** Lights up a node with its connections and dims the rest; "" takes that back. `found` are lit, too. */
  light(chosen: string, found: readonly string[], dims: boolean): void {
    this.#chosen = chosen
    const cy = this.#cy
    cy.batch(() => {
      cy.elements().removeClass("dim lit chosen")
      const node = cy.getElementById(chosen)
      if (node.nonempty()) {
        const near = node.closedNeighborhood()
        if (dims) cy.elements().not(near).addClass("dim")
        near.addClass("lit")
        node.addClass("chosen")
      } else if (found.length > 0) {
        const hits = cy.collection(found.map((id) => cy.getElementById(id)).filter((hit) => hit.nonempty()) as never)
        const lit = hits.union(hits.edgesWith(hits))
        if (dims) cy.elements().not(lit).addClass("dim")
        lit.addClass("lit")
      }
    })
  }

  /** Draws a red ring around these and around no others. */
  alarm(nodes: readonly string[]): void {
    const ids = new Set(nodes)
    this.#cy.batch(() => this.#cy.nodes().forEach((node) => void node.toggleClass("alarmed", ids.has(node.id()))))
  }

  fit(): void {
    this.#untouched = true
    const around = this.#extent()
    const room = { width: this.#cy.width() - titleRoom - 24, height: this.#cy.height() - 8 }
    const zoom = Math.max(zoomRange.least, Math.min(1.3, room.width / around.width, room.height / around.height))
    this.#cy.viewport({
      zoom,
      pan: {
        x: titleRoom + (room.width - around.width * zoom) / 2 - around.x * zoom,
        y: 4 + (room.height - around.height * zoom) / 2 - around.y * zoom,
      },
    })
  }

  /** All boxes and bands, and what was dragged out of them. */
  #extent(): { x: number; y: number; width: number; height: number } {
    const drawn = this.#cy.elements().boundingBox()
    const boxes = this.#layout?.boxes ?? []
    const bands = this.#layout?.bands ?? []
    const x = Math.min(drawn.x1, ...boxes.map((box) => box.x))
    const y = Math.min(drawn.y1, ...bands.map((band) => band.y))
    const right = Math.max(drawn.x2, ...boxes.map((box) => box.x + box.width))
    const bottom = Math.max(drawn.y2, ...bands.map((band) => band.y + band.height))
    return { x, y, width: right - x, height: bottom - y }
  }

  zoomBy(factor: number): void {
    this.#untouched = false
    const middle = { x: this.#cy.width() / 2, y: this.#cy.height() / 2 }
    this.#cy.zoom({ level: this.#cy.zoom() * factor, renderedPosition: middle })
  }

  /** Brings a node into view without moving more than needed. */
  reveal(id: string): void {
    const node = this.#cy.getElementById(id)
    if (node.empty()) return
    const readable = 0.5
    if (this.#cy.zoom() < readable) {
      this.#cy.zoom(2 * readable)
      this.#cy.center(node)
      return
    }
    const { x, y } = node.renderedPosition()
    const inside = (at: number, least: number, most: number) => Math.max(least, Math.min(most, at)) - at
    this.#cy.panBy({
      x: inside(x, titleRoom, this.#cy.width() - margin),
      y: inside(y, margin, this.#cy.height() - margin),
    })
  }

  step(from: string, direction: Direction): string {
    const things = this.#cy.nodes().map((node) => ({ id: node.id(), ...node.position() }))
    const here = things.find(({ id }) => id === from)
    if (!here) return things.toSorted((a, b) => a.y - b.y || a.x - b.x)[0]?.id ?? ""
    return nearest(things, here, direction)?.id ?? from
  }

  stop(): void {
    this.#cy.destroy()
  }

  #icon(type: string): string {
    return iconAddress(type, this.#colours.quiet)
  }

  #elements(layout: ConnectionsLayout): ElementDefinition[] {
    const most = layout.edges.reduce((top, { packets }) => Math.max(top, packets), 1)
    const nodes = layout.nodes.map(({ id, kind, label, type, important }): ElementDefinition => {
      const shownType = kind === "group" && type === "unknown" ? "group" : type
      return {
        group: "nodes",
        data: { id, kind, short: shorten(label), type: shownType, icon: this.#icon(shownType), important },
        position: { ...(layout.positions[id] ?? { x: 0, y: 0 }) },
      }
    })
    const edges = layout.edges.map(({ id, source, target, packets }): ElementDefinition => {
      const width = 1 + 1.8 * (Math.log1p(packets) / Math.log1p(most))
      return { group: "edges", data: { id, source, target, width, ...this.#curveOf(source, target, layout.positions) } }
    })
    return [...nodes, ...edges]
  }

  #curveOf(source: string, target: string, positions: Readonly<Record<string, Point>>): object {
    const from = positions[source]
    const to = positions[target]
    return this.#curved && from && to ? edgeCurve(from, to) : {}
  }

  #bend(edges: cytoscape.EdgeCollection): void {
    if (!this.#curved) return
    edges.forEach((edge) => void edge.data(edgeCurve(edge.source().position(), edge.target().position())))
  }

  #resized(): void {
    const { clientWidth, clientHeight } = this.#under
    if (this.#under.width !== clientWidth) this.#under.width = clientWidth
    if (this.#under.height !== clientHeight) this.#under.height = clientHeight
    this.#drawUnder()
  }

  #drawUnder(): void {
    const pen = this.#under.getContext("2d")
    if (!pen || !this.#layout) return
    const { width, height } = this.#under
    const pan = this.#cy.pan()
    const view = { zoom: this.#cy.zoom(), x: pan.x, y: pan.y }
    drawBands(pen, width, height, view, this.#layout.bands, this.#colours)
    drawBoxes(pen, width, height, view, this.#layout.boxes, this.#colours, titleRoom)
    drawTitles(pen, height, view, this.#layout.bands, this.#colours)
  }
}
