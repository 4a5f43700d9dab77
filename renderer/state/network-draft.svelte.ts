/** The sensor's network settings while a person changes them, and this computer's own beside them. */
import type { Api } from "../../shared/api/client.ts"
import type { Output } from "../../shared/api/contract/index.ts"
import { Answer } from "./answer.svelte.ts"
import { Attempt } from "./attempt.svelte.ts"

type Fields = {
  address: string
  mask: string
  gateway: string
  dns: string
  hostName: string
  serve: boolean
  proxyOn: boolean
  proxyHost: string
  proxyPort: string
  proxyUser: string
  proxyPassword: string
}
const empty: Fields = {
  address: "",
  mask: "",
  gateway: "",
  dns: "",
  hostName: "",
  serve: true,
  proxyOn: false,
  proxyHost: "",
  proxyPort: "",
  proxyUser: "",
  proxyPassword: "",
}

export class NetworkDraft {
  fields = $state<Fields>({ ...empty })
  /** The stored proxy password is to be forgotten or replaced by what is typed. */
  newPassword = $state(false)
  portError = $state.raw("")
  readonly answer: Answer<Output<"network.get">>
  readonly saving = new Attempt()
  readonly #api: Api
  constructor(api: Api) {
    this.#api = api
    this.answer = new Answer(() => api.ask("network.get", {}))
  }

  async load(): Promise<void> {
    await this.answer.load()
    const settings = this.answer.value?.settings
    if (!settings) return
    const { proxy } = settings
    this.newPassword = !proxy.hasPassword
    this.fields = {
      address: settings.address,
      mask: settings.mask,
      gateway: settings.gateway,
      dns: settings.dns.join(", "),
      hostName: settings.hostName,
      serve: settings.serve,
      proxyOn: proxy.on,
      proxyHost: proxy.host,
      proxyPort: proxy.port === 0 ? "" : String(proxy.port),
      proxyUser: proxy.user,
      proxyPassword: "",
    }
  }

  use(address: string, mask: string): void {
    this.fields.address = address
    this.fields.mask = mask
  }

  /** True when the sensor took them. */
  async save(): Promise<boolean> {
    const { proxyOn, proxyHost, proxyPort, proxyUser, proxyPassword, dns, ...settings } = $state.snapshot(this.fields)
    const port = proxyPort.trim() === "" ? 0 : Number(proxyPort)
    const isPort = Number.isInteger(port) && port >= 0 && port <= 65_535
    this.portError = isPort ? "" : "A port is a whole number from 1 to 65535."
    if (!isPort) return false
    const saved = await this.saving.run(() =>
      this.#api.ask("network.set", {
        settings: { ...settings, dns: dns.split(/[\s,;]+/).filter((one) => one !== "") },
        proxy: { on: proxyOn, host: proxyHost.trim(), port, user: proxyUser },
        proxyPassword: this.newPassword ? proxyPassword : null,
      }),
    )
    if (saved) await this.load()
    return saved
  }
}
