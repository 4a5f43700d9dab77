/** How the connections level looks in cytoscape: squares with pictures, quiet lines, one colour for what is chosen. */
import type { StylesheetJson } from "cytoscape"
import type { Colours } from "./colours.ts"

export const curvedUpTo = 350

export function connectionsStyle(colours: Colours, curved: boolean): StylesheetJson {
  return [
    {
      selector: "node",
      style: {
        shape: "round-rectangle",
        width: 34,
        height: 34,
        "background-color": colours.raised,
        "background-image": "data(icon)",
        "background-width": 20,
        "background-height": 20,
        "border-width": 1.2,
        "border-color": colours.faint,
        label: "data(short)",
        color: colours.ink,
        "font-family": colours.font,
        "font-size": 12,
        "text-valign": "bottom",
        "text-margin-y": 4,
        "min-zoomed-font-size": 6,
        "text-background-color": colours.surface,
        "text-background-opacity": 0.75,
        "text-background-padding": "1px",
        "overlay-opacity": 0,
      },
    },
    { selector: "node[kind = 'group']", style: { "border-style": "double", "border-width": 4, width: 38, height: 38 } },
    { selector: "node[kind = 'cloud']", style: { shape: "ellipse", width: 44, height: 44 } },
    { selector: "node[?important]", style: { "border-color": colours.minor, "border-width": 2 } },
    {
      selector: "edge",
      style: {
        width: "data(width)",
        "line-color": colours.faint,
        opacity: 0.55,
        "overlay-opacity": 0,
        events: "no",
        ...(curved
          ? {
              "curve-style": "unbundled-bezier",
              "control-point-distances": "data(distances)",
              "control-point-weights": "data(weights)",
              "edge-distances": "node-position",
            }
          : { "curve-style": "haystack", "haystack-radius": 0 }),
      },
    },
    { selector: "node.dim", style: { opacity: 0.25 } },
    { selector: "edge.dim", style: { opacity: 0.08 } },
    { selector: "edge.lit", style: { "line-color": colours.accent, opacity: 0.9 } },
    { selector: "node.lit", style: { "border-color": colours.accent } },
    {
      selector: "node.chosen",
      style: {
        "border-color": colours.accent,
        "border-width": 3,
        "background-color": colours.accentSoft,
        "font-weight": "bold",
      },
    },
    { selector: "node.alarmed", style: { "border-color": colours.critical, "border-width": 2.5 } },
  ] as StylesheetJson
}
