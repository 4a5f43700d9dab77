/** Who and what stands behind a point, a slice or a row: devices and talks with their figures, and a filter for the packets. */
import { selectBehind } from "./behind-selection.ts"
import { pieces } from "./pieces.ts"
import type { Question, TrendDevice } from "./question.ts"
import { allMessages, isWanted } from "./sums.ts"
import type { Talk } from "./measures.ts"
import { wiresharkFilter } from "./wireshark-filter.ts"

export type Figures = { packets: number; bytes: number; messages: number }
export type TalkBehind = { readonly talk: Talk } & Readonly<Figures>
export type DeviceBehind = { readonly id: string } & Readonly<Figures>

/** The largest first. */
export type Behind = {
  readonly talks: readonly TalkBehind[]
  readonly devices: readonly DeviceBehind[]
  readonly wireshark: string
}

function figuresByTalk(question: Question, talks: Uint8Array, functions: Uint8Array | null): Map<number, Figures> {
  const { measures } = question
  const found = new Map<number, Figures>()
  const of = (talk: number): Figures => {
    const known = found.get(talk) ?? { packets: 0, bytes: 0, messages: 0 }
    found.set(talk, known)
    return known
  }
  const isCounted = functions
    ? isWanted(functions)
    : (fn: number): boolean => talks[measures.functions[fn]?.talk ?? -1] === 1 && isMessage(fn)
  // Details of a request, "class:6", are counted beside the request itself.
  const isMessage = (fn: number): boolean => measures.functions[fn]?.key.startsWith("class:") !== true
  for (const { grain, from, to } of pieces(question)) {
    measures.traffic(
      grain,
      from,
      to,
      (_step, talk, packets, bytes) => {
        const one = of(talk)
        one.packets += packets
        one.bytes += bytes
      },
      isWanted(talks),
    )
    measures.counts(
      grain,
      from,
      to,
      (_step, fn, ...four) => (of(measures.functions[fn]!.talk).messages += allMessages(...four)),
      isCounted,
    )
  }
  return found
}

function byDevice(talks: readonly TalkBehind[], only: readonly TrendDevice[] | null): readonly DeviceBehind[] {
  const found = new Map<string, { id: string } & Figures>(
    (only ?? []).map(({ id }) => [id, { id, packets: 0, bytes: 0, messages: 0 }]),
  )
  for (const { talk, packets, bytes, messages } of talks)
    for (const id of new Set([talk.client, talk.server])) {
      if (id === "" || (only && !found.has(id))) continue
      const one = found.get(id) ?? { id, packets: 0, bytes: 0, messages: 0 }
      found.set(id, one)
      one.packets += packets
      one.bytes += bytes
      one.messages += messages
    }
  return [...found.values()].sort(largest)
}

const largest = (one: Figures, other: Figures): number => other.bytes - one.bytes || other.messages - one.messages

/** The question's range is that of the point. `key`: of the line, slice or row; "" for all. */
export function behind(question: Question, key: string): Behind {
  const { talks, functions, devices } = selectBehind(question, key)
  const figures = figuresByTalk(question, talks, functions)
  const all = [...figures]
    .map(([id, sums]) => ({ talk: question.measures.talks[id]!, ...sums }))
    .filter(({ messages }) => functions === null || messages > 0)
    .sort((one, other) => largest(one, other) || one.talk.id - other.talk.id)
  return { talks: all, devices: byDevice(all, devices), wireshark: wiresharkFilter(question, key, devices) }
}
