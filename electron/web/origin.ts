/** Which names this sensor answers to, and that a request comes from its own page: against DNS rebinding and cross-site requests. */

const bracketed = (name: string): string => (name.includes(":") ? `[${name}]` : name)

export type OriginCheck = (
  headers: { readonly host: string; readonly origin: string; readonly site: string },
  changes: boolean,
) => boolean

export function originCheck(names: () => readonly string[], port: () => number): OriginCheck {
  return ({ host, origin, site }, changes) => {
    const known = names().some((name) => {
      const plain = bracketed(name).toLowerCase()
      return host.toLowerCase() === `${plain}:${port()}` || (port() === 443 && host.toLowerCase() === plain)
    })
    if (!known) return false
    if (!changes) return true
    if (site !== "" && site !== "same-origin") return false // Fetch Metadata, W3C
    return origin === "" || origin.toLowerCase() === `https://${host.toLowerCase()}`
  }
}
