/** The transport of a browser: POST /api to ask, server-sent events from /events to listen, one stream for the whole page. */
import type { Request, Response } from "../../shared/api/client.ts"
import type { ConnectionNews, Host } from "./host.ts"

const unreachable: Response = {
  ok: false,
  code: "unreachable",
  message: "The sensor does not answer. Check that the console program is running and that the network to it works.",
}
const firstWait = 500
const longestWait = 5000

export function createWebHost(): Host {
  const listeners = new Set<(event: string, payload: unknown) => void>()
  const newsListeners = new Set<(news: ConnectionNews) => void>()
  let stream: EventSource | null = null
  let wanted = false
  let lost = false
  let wait = firstWait
  let retry: ReturnType<typeof setTimeout> | undefined

  const tell = (news: ConnectionNews) => newsListeners.forEach((heard) => heard(news))
  const markLost = () => {
    if (lost || !wanted) return
    lost = true
    tell("lost")
  }
  const markBack = () => {
    wait = firstWait
    if (!lost) return
    lost = false
    tell("back")
  }
  const connect = () => {
    if (!wanted || stream) return
    const source = new EventSource("/events")
    stream = source
    source.onopen = markBack
    source.addEventListener("message", (message: MessageEvent<string>) => {
      const { event, payload } = JSON.parse(message.data) as { event: string; payload: unknown }
      listeners.forEach((heard) => heard(event, payload))
    })
    source.addEventListener("refetch", () => tell("refetch"))
    source.onerror = () => {
      // The browser's own retry stops for good after a refusal, so the stream is made anew with a growing pause.
      source.close()
      if (stream === source) stream = null
      markLost()
      clearTimeout(retry)
      retry = setTimeout(connect, wait)
      wait = Math.min(wait * 2, longestWait)
    }
  }

  return {
    transport: {
      send: (request) => post(request, markLost),
      listen: (heard) => {
        listeners.add(heard)
        return () => listeners.delete(heard)
      },
    },
    open: () => {
      wanted = true
      connect()
    },
    close: () => {
      wanted = false
      lost = false
      clearTimeout(retry)
      stream?.close()
      stream = null
    },
    onNews: (heard) => newsListeners.add(heard),
    pathForFile: null,
  }
}

async function post(request: Request, markLost: () => void): Promise<Response> {
  try {
    const answer = await fetch("/api", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(request),
    })
    if (!answer.headers.get("content-type")?.includes("json")) return unreachable
    return (await answer.json()) as Response
  } catch {
    // fetch only throws where no answer came at all: the one expected failure here.
    markLost()
    return unreachable
  }
}
