/** How the programs that run on Node are bundled: every entry of electron/entry to dist/NAME.js, nothing left to look up in node_modules. */
import { existsSync, readFileSync, readdirSync } from "node:fs"
import { basename, join } from "node:path"
import { fileURLToPath } from "node:url"
import { defineConfig } from "vite"
import { rootOfTrust } from "./root-of-trust.mjs"

const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"))
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
  define: {
    plantwardenVersion: JSON.stringify(version),
    plantwardenRootOfTrust: JSON.stringify(rootOfTrust(process.env)),
    __dirname: "import.meta.dirname", // sql.js is CommonJS
    __filename: "import.meta.filename",
  },
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
