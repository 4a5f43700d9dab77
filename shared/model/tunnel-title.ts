/** "VXLAN network 42" of "VXLAN network 42 between 10.0.0.1 and 10.0.0.2". */
export const tunnelTitle = (tunnel: string): string => tunnel.split(/ (?:between|at) /)[0] ?? tunnel
