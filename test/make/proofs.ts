/**
 * What a file of tests proves of control protocols, for the README's table: what dissectors told in it and a test then looked at.
 * `proves` ends the file with a test that this is what the file declares; the table reads the declarations.
 */
import { expect, test } from "vitest"
import type { ClaimField } from "../../shared/facts/claim-field.ts"
import type { Outcome } from "../../shared/protocols/dissector.ts"
import { declaredProtocols, type Protocol } from "../../shared/protocols/protocol.ts"
import type { Reported } from "./collect.ts"

const proofs = ["framing", "requests", "identity", "state", "places", "commands"] as const
export type Proof = (typeof proofs)[number]
export type Proved = Readonly<Record<string, readonly Proof[]>>

/** Those of the table. MQTT carries what offices send, too. */
export const controlProtocols = (): readonly Protocol[] =>
  declaredProtocols().filter(({ family, name }) => family === "ot" && name !== "mqtt")

/** Commands beyond what process control does all day. */
export const dangerous = ({ commands }: Protocol): readonly string[] =>
  Object.entries(commands ?? {}).flatMap(([key, { everyday }]) => (everyday === true ? [] : [key]))

const states: ReadonlySet<ClaimField> = new Set<ClaimField>(["mode", "keySwitch"])
const identities: ReadonlySet<ClaimField> = new Set<ClaimField>([
  "vendor",
  "model",
  "firmware",
  "serial",
  "hostname",
  "stationName",
  "orderNumber",
  "description",
  "type",
  "hardware",
  "location",
])

const seen = new Map<string, Set<Proof>>()

/** For what a test has just checked. */
export function prove(protocol: Protocol, proof: Proof): void {
  seen.set(protocol.name, (seen.get(protocol.name) ?? new Set()).add(proof))
}

/** Follows one conversation: what it told counts from when a test looks at that part of its report. */
export class Witness {
  /** Whose words are read. */
  speaking: Protocol | null = null
  private told: { readonly part: keyof Reported; readonly protocol: Protocol; readonly proof: Proof }[] = []
  /** Requests that wait for their answer, by what joins the two. */
  private readonly asked = new Map<string, number>()

  /** An answer counts where its request came before: one with the same reference, as the engine joins them. */
  operation(protocol: Protocol, code: number, outcome: Outcome, reference: number): void {
    this.speaking = protocol
    const joint = `${protocol.name} ${reference | 0}`
    const open = this.asked.get(joint) ?? 0
    if (outcome === "request") this.asked.set(joint, open + 1)
    else if (outcome !== "message" && open > 0) {
      this.asked.set(joint, open - 1)
      this.tell("operations", "requests")
    }
    if (dangerous(protocol).includes(protocol.functionKey?.(code) ?? String(code))) this.tell("operations", "commands")
  }

  detail(protocol: Protocol, code: number): void {
    this.speaking = protocol
    if (dangerous(protocol).includes(protocol.detailKey?.(code) ?? "")) this.tell("details", "commands")
  }

  place(): void {
    this.tell("places", "places")
  }

  claim(field: ClaimField): void {
    if (identities.has(field)) this.tell("claims", "identity")
    if (states.has(field)) this.tell("claims", "state")
  }

  /** The report as tests get it. */
  watching(report: Reported): Reported {
    return new Proxy(report, {
      get: (target, part: keyof Reported) => {
        for (const one of this.told) if (one.part === part) prove(one.protocol, one.proof)
        this.told = this.told.filter((one) => one.part !== part)
        return target[part]
      },
    })
  }

  private tell(part: keyof Reported, proof: Proof): void {
    if (this.speaking !== null) this.told.push({ part, protocol: this.speaking, proof })
  }
}

/** What was proved so far, of control protocols. */
export function proved(): Proved {
  const found = controlProtocols().map(
    ({ name }) => [name, proofs.filter((proof) => seen.get(name)?.has(proof))] as const,
  )
  return Object.fromEntries(found.filter(([, own]) => own.length > 0))
}

/** The last statement of a file of tests. */
export function proves(declared: Proved): void {
  test("these tests prove what they declare to the README's table, no more and no less", () => {
    expect(proved()).toEqual(declared)
  })
}
