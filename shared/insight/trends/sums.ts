/** Sums over a range by group, exact, from as few steps as the range allows. */
import type { Groups } from "./groups.ts"
import type { Measures } from "./measures.ts"
import type { Piece } from "./pieces.ts"

type CountOf = (requests: number, responses: number, exceptions: number, messages: number) => number

/** Every message, whoever sent it: responses are counted without exceptions. */
export const allMessages: CountOf = (requests, responses, exceptions, messages) =>
  requests + responses + exceptions + messages
export const onlyExceptions: CountOf = (_requests, _responses, exceptions) => exceptions

export const isWanted =
  (wanted: Uint8Array) =>
  (id: number): boolean =>
    wanted[id] === 1

export function sumTraffic(measures: Measures, parts: readonly Piece[], { all, of, also }: Groups): Float64Array {
  const sums = new Float64Array(all.length)
  const inGroup = (talk: number): boolean => (of[talk] ?? -1) >= 0 || (also?.[talk] ?? -1) >= 0
  for (const { grain, from, to } of parts)
    measures.traffic(
      grain,
      from,
      to,
      (_step, talk, _packets, bytes) => {
        const [one, other] = [of[talk]!, also?.[talk] ?? -1]
        if (one >= 0) sums[one]! += bytes
        if (other >= 0) sums[other]! += bytes
      },
      inGroup,
    )
  return sums
}

export function sumCounts(
  measures: Measures,
  parts: readonly Piece[],
  { all, of }: Groups,
  countOf: CountOf,
): Float64Array {
  const sums = new Float64Array(all.length)
  for (const { grain, from, to } of parts)
    measures.counts(
      grain,
      from,
      to,
      (_step, fn, ...four) => (sums[of[fn]!]! += countOf(...four)),
      (fn) => (of[fn] ?? -1) >= 0,
    )
  return sums
}
