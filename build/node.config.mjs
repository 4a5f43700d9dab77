/** How the programs that run on Node are bundled: every entry of electron/entry to dist/NAME.js, nothing left to look up in node_modules. */
import { existsSync, readdirSync } from "node:fs"
import { basename, join } from "node:path"
import { fileURLToPath } from "node:url"
import { defineConfig } from "vite"

const root = fileURLToPath(new URL("..", import.meta.url))
const entries = readdirSync(join(root, "electron/entry"))
  .filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts") && name !== "preload.ts")
  .map((name) => [basename(name, ".ts"), join(root, "electron/entry", name)])
const sample = join(root, "build/sample-plant/index.ts")

export default defineConfig({
  root,
  configFile: false,
  logLevel: "warn",
  publicDir: false,
  define: { __dirname: "import.meta.dirname", __filename: "import.meta.filename" }, // sql.js is CommonJS
  ssr: { noExternal: true, external: ["electron"], target: "node" },
  build: {
    ssr: true,
    outDir: "dist",
    emptyOutDir: false,
    target: "node22",
    minify: false,
    sourcemap: false,
    rolldownOptions: {
      input: Object.fromEntries(existsSync(sample) ? [...entries, ["sample", sample]] : entries),
      external: ["electron", /^node:/],
      output: { format: "es", entryFileNames: "[name].js", chunkFileNames: "chunks/[name]-[hash].js" },
    },
  },
})
