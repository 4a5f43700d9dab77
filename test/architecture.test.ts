/** Who may import whom: the folder list of the design, enforced. A folder may always import itself. */
import { readdirSync, readFileSync, statSync } from "node:fs"
import { dirname, join, relative, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"

const root = fileURLToPath(new URL("..", import.meta.url))

const allShared = [
  "bytes",
  "net",
  "capture",
  "facts",
  "protocols",
  "flows",
  "model",
  "baseline",
  "detections",
  "insight",
  "setup",
  "engine",
  "api",
].map((name) => `shared/${name}`)
const page = ["pkg:svelte", "pkg:@lucide/svelte"]

/** "pkg:x" is an npm package, "node" any node: module. */
const may: Readonly<Record<string, readonly string[]>> = {
  "shared/bytes": [],
  "shared/net": ["shared/bytes"],
  "shared/capture": ["shared/bytes"],
  "shared/facts": ["shared/net"],
  "shared/protocols": ["shared/bytes", "shared/net", "shared/facts"],
  "shared/flows": ["shared/bytes", "shared/net", "shared/protocols"],
  "shared/model": ["shared/net", "shared/facts"],
  "shared/baseline": [],
  "shared/detections": ["shared/net", "shared/facts", "shared/model", "shared/baseline"],
  "shared/insight": ["shared/net", "shared/facts", "shared/model"],
  "shared/setup": ["shared/net", "pkg:valibot"],
  "shared/engine": [
    "bytes",
    "net",
    "capture",
    "facts",
    "protocols",
    "flows",
    "model",
    "baseline",
    "detections",
    "setup",
  ].map((name) => `shared/${name}`),
  // The contract names the engine's problem codes, so that there is one list of them.
  "shared/api": [
    "shared/net",
    "shared/facts",
    "shared/model",
    "shared/baseline",
    "shared/detections",
    "shared/insight",
    "shared/setup",
    "shared/engine",
    "pkg:valibot",
  ],
  "electron/capture": ["shared/capture", "shared/engine", "node"],
  "electron/store": [
    "shared/facts",
    "shared/model",
    "shared/baseline",
    "shared/detections",
    "shared/insight",
    "shared/setup",
    "shared/engine",
    "node",
    "pkg:sql.js",
  ],
  "electron/crypto": [
    "shared/setup",
    "node",
    "pkg:node-forge",
    "pkg:jose",
    "pkg:pkijs",
    "pkg:asn1js",
    "pkg:fflate",
    "pkg:@zxcvbn-ts/language-common",
  ],
  "electron/pdf": ["shared/insight", "node", "pkg:pdfmake"],
  "electron/handlers": [...allShared, "electron/store", "electron/crypto", "electron/capture", "node"],
  "electron/core": [
    ...allShared,
    "electron/store",
    "electron/crypto",
    "electron/capture",
    "electron/handlers",
    "electron/pdf",
    "node",
  ],
  "electron/cli": [...allShared, "electron/capture", "electron/crypto", "electron/core", "node"],
  "electron/web": ["shared/api", "shared/net", "node"],
  "electron/desktop": ["shared/api", "node", "pkg:electron"],
  "electron/entry": [
    ...allShared,
    "electron/store",
    "electron/crypto",
    "electron/capture",
    "electron/handlers",
    "electron/core",
    "electron/pdf",
    "electron/cli",
    "electron/web",
    "electron/desktop",
    "node",
    "pkg:electron",
  ],
  "renderer/api": ["shared/api"],
  "renderer/state": [
    "renderer/api",
    "shared/api",
    "shared/insight",
    "shared/setup",
    "shared/model",
    "shared/facts",
    "shared/detections",
    ...page,
  ],
  "renderer/parts": [...page, "pkg:bits-ui", "pkg:uqr"],
  "renderer/charts": ["renderer/parts", ...page, "pkg:chart.js"],
  "renderer/map": ["renderer/parts", "shared/insight", "shared/model", ...page, "pkg:cytoscape"],
  "renderer/pages": [
    "renderer/state",
    "renderer/parts",
    "renderer/charts",
    "renderer/map",
    ...allShared,
    ...page,
    "pkg:papaparse",
  ],
  renderer: [
    "renderer/api",
    "renderer/state",
    "renderer/parts",
    "renderer/pages",
    "renderer/styles",
    "shared/api",
    "shared/setup",
    ...page,
  ],
}

/** npm packages that may be imported from more than one folder, and by whom (the design, section 3). */
const everywhere: Readonly<Record<string, RegExp>> = {
  "pkg:svelte": /^renderer/,
  "pkg:@lucide/svelte": /^renderer/,
  "pkg:valibot": /^shared\/(setup|api)$/,
  "pkg:electron": /^electron\/(desktop|entry)$/,
}

function sourceFiles(folder: string): readonly string[] {
  return readdirSync(join(root, folder)).flatMap((name) => {
    const path = join(folder, name)
    if (statSync(join(root, path)).isDirectory()) return sourceFiles(path)
    return /\.(ts|svelte)$/.test(name) ? [path] : []
  })
}

const files = ["shared", "electron", "renderer"].flatMap(sourceFiles)

const folderOf = (path: string): string => {
  const parts = path.split("/")
  return parts.length > 2 ? parts.slice(0, 2).join("/") : parts[0]!
}

const importsOf = (path: string): readonly string[] =>
  [...readFileSync(join(root, path), "utf8").matchAll(/(?:\bfrom\s+|\bimport\s*\(?\s*)["']([^"'\s]+)["']/g)].map(
    (match) => match[1]!,
  )

function target(path: string, specifier: string): string {
  const plain = specifier.replace(/\?.*$/, "")
  if (plain.startsWith(".")) return folderOf(relative(root, resolve(root, dirname(path), plain)))
  if (plain.startsWith("node:")) return "node"
  return `pkg:${plain
    .split("/")
    .slice(0, plain.startsWith("@") ? 2 : 1)
    .join("/")}`
}

const arrows = files.flatMap((path) =>
  importsOf(path).map((specifier) => ({ path, from: folderOf(path), to: target(path, specifier) })),
)

test("every import points down the dependency table", () => {
  const broken = arrows
    .filter(({ from, to }) => from !== to && may[from]?.includes(to) !== true)
    .map(({ path, to }) => `${path} must not import ${to}`)
  expect([...new Set(broken)]).toEqual([])
})

test("no file comes back to itself by what it imports, types included", () => {
  const importedBy = new Map(
    files.map((path) => [
      path,
      importsOf(path)
        .filter((specifier) => specifier.startsWith("."))
        .map((specifier) => relative(root, resolve(root, dirname(path), specifier.replace(/\?.*$/, "")))),
    ]),
  )
  // Files that import nothing that is left, or that nothing left imports, are taken away, again and again.
  const left = new Map(importedBy)
  for (let before = -1; before !== left.size;) {
    before = left.size
    const imported = new Set([...left.values()].flat())
    for (const [path, others] of left)
      if (!imported.has(path) || !others.some((other) => left.has(other))) left.delete(path)
  }
  expect([...left.keys()]).toEqual([])
})

test("the thread that takes requests and the one that writes load no dissector", () => {
  const loads = (path: string): readonly string[] =>
    [
      ...readFileSync(join(root, path), "utf8").matchAll(
        /^(?:import|export)\s+(?!type\b)(?:[\w*\s,{}]+\sfrom\s+)?"(\.[^"]+)"/gm,
      ),
    ].map((match) => relative(root, resolve(root, dirname(path), match[1]!)))
  const loaded = new Set(["electron/core/start.ts", "electron/core/site-thread.ts"])
  for (const path of loaded) for (const other of loads(path)) loaded.add(other)
  expect(loaded).toContain("electron/store/open-site.ts")
  expect([...loaded].filter((path) => path === "shared/protocols/index.ts")).toEqual([])
})

test("every npm package has one importing folder", () => {
  const homes = new Map<string, Set<string>>()
  for (const { from, to } of arrows) if (to.startsWith("pkg:")) homes.set(to, (homes.get(to) ?? new Set()).add(from))
  const scattered = [...homes].filter(
    ([name, folders]) => folders.size > 1 && ![...folders].every((folder) => everywhere[name]?.test(folder) === true),
  )
  expect(scattered.map(([name, folders]) => `${name} in ${[...folders].join(", ")}`)).toEqual([])
})

test("shared code asks neither the clock nor chance", () => {
  const asking = files
    .filter((path) => path.startsWith("shared/"))
    .filter((path) =>
      /Date\.now|new Date\(\)|Math\.random|performance\.now/.test(readFileSync(join(root, path), "utf8")),
    )
  expect(asking).toEqual([])
})

test("no folder is a drawer for everything", () => {
  const drawers = files.filter(
    (path) =>
      /(^|\/)(utils?|helpers?|common|misc|lib)(\/|\.)/.test(path) ||
      /(Manager|Service|Helper)\.(ts|svelte)$/.test(path),
  )
  expect(drawers).toEqual([])
})

test("the top level is exactly what the README names", () => {
  const visible = readdirSync(root).filter(
    (name) => !name.startsWith(".") && !["node_modules", "dist", "out"].includes(name),
  )
  const expected = [
    "LICENSE",
    "README.md",
    "build",
    "electron",
    "package-lock.json",
    "package.json",
    "renderer",
    "shared",
    "test",
    "tsconfig.json",
  ]
  expect(visible.sort()).toEqual(expected)
})
