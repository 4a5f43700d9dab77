/** Work that reads, thinks and writes, one at a time, so that nobody writes back what another has changed meanwhile. */

export type Turns = <Result>(work: () => Promise<Result>) => Promise<Result>

export function turns(): Turns {
  let line: Promise<unknown> = Promise.resolve()
  return (work) => {
    const turn = line.then(work)
    line = turn.catch(() => undefined) // whoever asked gets the error; the next in line does not
    return turn
  }
}
