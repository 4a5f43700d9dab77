import { expect, test } from "vitest"
import { programWords } from "../../renderer/state/program-words.ts"

const chrome = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"

test.each([
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${chrome} Edg/140.0.0.0`, "Edge 140 on Windows"],
  [`Mozilla/5.0 (X11; Linux x86_64) ${chrome}`, "Chrome 140 on Linux"],
  ["Mozilla/5.0 (Windows NT 10.0; rv:142.0) Gecko/20100101 Firefox/142.0", "Firefox 142 on Windows"],
  [
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15",
    "Safari 18 on macOS",
  ],
  [`Mozilla/5.0 (X11; Linux x86_64) ${chrome} Electron/45.4.1`, "This program's own window on Linux"],
  ["curl/8.9", "curl/8.9"],
  ["", "unknown"],
])("%s", (said, words) => expect(programWords(said)).toBe(words))
