/** What the build puts in; throws Error where it must not. */
export function rootOfTrust(environment: Readonly<Record<string, string | undefined>>): {
  roots: string
  licenceKey: string
  development: object | null
}
