/** Where the core's threads and data lie: beside the entry that starts it, bundled or not. */

export type Parts = {
  readonly siteThread: URL
  readonly engine: URL
  readonly preview: URL
  readonly backtest: URL
  readonly pdf: URL
  readonly wasm: URL
  /** A folder. */
  readonly fonts: URL
}

/** `entry`: import.meta.url of a file of electron/entry. */
export function partsBeside(entry: string): Parts {
  const source = entry.endsWith(".ts")
  const ending = source ? "ts" : "js"
  return {
    siteThread: new URL(`./site.${ending}`, entry),
    engine: new URL(`./engine.${ending}`, entry),
    preview: new URL(`./preview.${ending}`, entry),
    backtest: new URL(`./backtest.${ending}`, entry),
    pdf: new URL(`./pdf.${ending}`, entry),
    wasm: new URL(source ? "../../node_modules/sql.js/dist/sql-wasm.wasm" : "./sql-wasm.wasm", entry),
    fonts: new URL(source ? "../../node_modules/pdfmake/fonts/Roboto/" : "./fonts/", entry),
  }
}
