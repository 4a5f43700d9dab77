/** Sends a capture from the browser to the sensor in pieces, and goes on where it broke off. */
import type { Api } from "../../shared/api/client.ts"
import { Refused } from "../../shared/api/client.ts"

const edge = 65_536
const attempts = 6

export class UploadStopped extends Error {
  override readonly name = "UploadStopped"
}

/** Name, size, last change and a hash of both ends: enough to know the same file again without reading it all. */
export async function printOf(file: File): Promise<string> {
  const ends = new Blob([file.slice(0, edge), file.slice(Math.max(0, file.size - edge))])
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", await ends.arrayBuffer()))
  const hex = Array.from(hash.subarray(0, 16), (byte) => byte.toString(16).padStart(2, "0")).join("")
  return `${file.size}-${file.lastModified}-${hex}`
}

/** Resolves when the whole file is there; `stopped` is asked before every piece. */
export async function upload(
  api: Api,
  file: File,
  announced: (id: string) => void,
  stopped: () => boolean,
): Promise<void> {
  const print = await printOf(file)
  for (let attempt = 1; ; attempt++) {
    const { id, received, chunk } = await api.ask("captures.announce", { name: file.name, size: file.size, print })
    announced(id)
    try {
      return await sendFrom(id, file, received, chunk, stopped)
    } catch (failure) {
      if (!(failure instanceof TypeError) || attempt === attempts) throw failure
      await new Promise((resolve) => setTimeout(resolve, 400 * 2 ** attempt))
    }
  }
}

async function sendFrom(
  id: string,
  file: File,
  received: number,
  chunk: number,
  stopped: () => boolean,
): Promise<void> {
  for (let from = received; from < file.size; from += chunk) {
    if (stopped()) throw new UploadStopped()
    const to = Math.min(from + chunk, file.size)
    const answer = await fetch(`/upload/${encodeURIComponent(id)}`, {
      method: "PUT",
      headers: { "content-range": `bytes ${from}-${to - 1}/${file.size}` },
      body: file.slice(from, to),
    })
    if (!answer.ok) throw new Refused("refused", await reasonOf(answer, file.name))
  }
}

async function reasonOf(answer: globalThis.Response, name: string): Promise<string> {
  const said = await answer.text()
  const plain = `The sensor did not take “${name}” (answer ${answer.status}). Import it again; what has arrived is kept.`
  if (!said.startsWith("{")) return said.length > 0 && said.length < 500 ? said : plain
  const { message } = JSON.parse(said) as { message?: string }
  return message ?? plain
}
