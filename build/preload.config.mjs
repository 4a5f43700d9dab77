/** How the preload is bundled: one CommonJS file, which is all that a sandboxed window can load. */
import { fileURLToPath } from "node:url"
import { defineConfig } from "vite"

const root = fileURLToPath(new URL("..", import.meta.url))

export default defineConfig({
  root,
  configFile: false,
  logLevel: "warn",
  publicDir: false,
  ssr: { noExternal: true, external: ["electron"], target: "node" },
  build: {
    ssr: true,
    outDir: "dist",
    emptyOutDir: false,
    target: "node22",
    minify: false,
    rolldownOptions: {
      input: { preload: fileURLToPath(new URL("../electron/entry/preload.ts", import.meta.url)) },
      external: ["electron"],
      output: { format: "cjs", entryFileNames: "[name].cjs" },
    },
  },
})
