/** The console's certificate, those it trusts, and the files of an import while a person gathers them. */
import type { Api } from "../../shared/api/client.ts"
import type { CertificateState } from "../../shared/api/contract/certificates.ts"
import { Answer } from "./answer.svelte.ts"
import { Attempt } from "./attempt.svelte.ts"

export type HeldFile = { readonly name: string; readonly base64: string }

export class ImportDraft {
  name = $state("")
  passphrase = $state("")
  certificate = $state.raw<HeldFile | null>(null)
  key = $state.raw<HeldFile | null>(null)
  chain = $state.raw<HeldFile | null>(null)
  crls = $state.raw<readonly HeldFile[]>([])
  withoutCheck = $state(false)

  /** What is still missing, in words; "" when it can be imported. */
  get missing(): string {
    const wanted = [
      this.name.trim() === "" ? "a name" : "",
      this.key === null ? "the KEY file" : "",
      this.certificate === null ? "the CRT file" : "",
    ].filter((one) => one !== "")
    return wanted.length === 0 ? "" : `Still needed: ${wanted.join(", ")}.`
  }

  /** Key material does not stay in the page longer than needed. */
  clear(): void {
    this.name = ""
    this.passphrase = ""
    this.certificate = null
    this.key = null
    this.chain = null
    this.crls = []
    this.withoutCheck = false
  }
}

export class Certificates extends Answer<CertificateState> {
  readonly draft = new ImportDraft()
  readonly importing = new Attempt()
  readonly changing = new Attempt()
  /** In this page's life the console began to show another certificate: the browser may ask once more. */
  replaced = $state.raw(false)

  readonly #api: Api
  constructor(api: Api) {
    super(() => api.ask("certificates.get", {}))
    this.#api = api
  }

  watch(): () => void {
    void this.load()
    return this.#api.on("certificate.changed", () => {
      this.replaced = true
      void this.load()
    })
  }

  async import(): Promise<boolean> {
    const { draft } = this
    const { certificate, key } = draft
    if (!certificate || !key) return false
    return await this.importing.run(async () => {
      this.take(
        await this.#api.ask("certificates.import", {
          name: draft.name.trim(),
          certificate: certificate.base64,
          key: key.base64,
          chain: draft.chain?.base64 ?? null,
          passphrase: draft.passphrase,
          crls: draft.crls.map(({ base64 }) => base64),
          withoutRevocationCheck: draft.withoutCheck,
        }),
      )
      this.replaced = true
      draft.clear()
    })
  }

  confirmLocal(): Promise<boolean> {
    return this.#change(() => this.#api.ask("certificates.confirmLocal", {}))
  }
  async reset(): Promise<boolean> {
    const done = await this.#change(() => this.#api.ask("certificates.reset", {}))
    if (done) this.replaced = true
    return done
  }
  setValidation(on: boolean, systemAuthorities: boolean): Promise<boolean> {
    return this.#change(() => this.#api.ask("certificates.setValidation", { on, systemAuthorities }))
  }
  addAuthority(name: string, certificate: string): Promise<boolean> {
    return this.#change(() => this.#api.ask("certificates.addAuthority", { name, certificate }))
  }
  removeAuthority(id: string): Promise<boolean> {
    return this.#change(() => this.#api.ask("certificates.removeAuthority", { id }))
  }

  async #change(act: () => Promise<CertificateState>): Promise<boolean> {
    return await this.changing.run(async () => void this.take(await act()))
  }
}
