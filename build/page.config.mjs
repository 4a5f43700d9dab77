/** How the page is bundled: renderer/ to dist/page. Nothing inline, because the content security policy allows neither inline script nor style. */
import { svelte, vitePreprocess } from "@sveltejs/vite-plugin-svelte"
import { fileURLToPath } from "node:url"
import { defineConfig } from "vite"

export default defineConfig({
  root: fileURLToPath(new URL("../renderer", import.meta.url)),
  configFile: false,
  logLevel: "warn",
  base: "/",
  plugins: [svelte({ configFile: false, preprocess: vitePreprocess() })],
  worker: { format: "es" },
  build: {
    outDir: fileURLToPath(new URL("../dist/page", import.meta.url)),
    emptyOutDir: true,
    target: "chrome140",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1500,
    rolldownOptions: { checks: { bundlerTimings: false, pluginTimings: false } },
  },
})
