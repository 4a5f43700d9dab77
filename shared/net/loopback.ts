/** Names and addresses of the computer itself (RFC 1122, RFC 4291, RFC 6761). */
export const isLoopback = (host: string): boolean => host === "localhost" || host === "::1" || host.startsWith("127.")
