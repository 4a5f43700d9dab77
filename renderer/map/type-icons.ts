/** Small pictures of device types, drawn on 24 × 24: one path each. */
const paths: Readonly<Record<string, string>> = {
  plc: "M4 5h16v14H4zM8 5v14M11.5 9h5M11.5 12h5M11.5 15h3",
  "safety-controller": "M12 3l8 3v6c0 5-3.5 8-8 9-4.5-1-8-4-8-9V6zM9 12l2 2 4-4",
  "dcs-controller": "M4 4h16v6H4zM4 14h16v6H4zM7 7h.01M7 17h.01M11 7h6M11 17h6",
  rtu: "M5 10h14v10H5zM12 10V4M8.5 6.5a5 5 0 0 1 7 0M9 14h6M9 17h3",
  ied: "M5 4h14v16H5zM13 7l-4 6h5l-3 5",
  hmi: "M3 5h18v12H3zM8 21h8M12 17v4M7 13l3-3 2 2 4-4",
  "scada-server": "M3 5h18v12H3zM8 21h8M12 17v4M7 9h4v4H7zM14 9h3M14 12h3",
  "engineering-station": "M5 5h14v10H5zM2 19h20l-2-4H4zM10 8l-2 2 2 2M14 8l2 2-2 2",
  historian: "M4 6c0-3 16-3 16 0v12c0 3-16 3-16 0zM4 6c0 3 16 3 16 0M12 12v3l2 1",
  drive: "M4 7h16v10H4zM7 13c1.5-4 3-4 4.5-1s3 3 5-1M8 17v3M16 17v3",
  robot: "M4 20h8M8 20v-6l4-5 5 2M17 11l2-3M17 11l3 2M12 9a1.5 1.5 0 1 0-.1 0M8 14a1.5 1.5 0 1 0-.1 0",
  "io-adapter": "M4 6h16v12H4zM8 6v12M12 6v12M16 6v12M10 10h.01M14 10h.01M18 10h.01",
  meter: "M12 4a8.5 8.5 0 1 0 .1 0M12 13l3.5-4M8 17h8",
  "field-device": "M12 7a5 5 0 1 0 .1 0M12 3v4M12 17v4M3 12h4M17 12h4",
  "protocol-converter": "M3 7h18v10H3zM8 10l-2 2 2 2M16 10l2 2-2 2M10 12h4",
  workstation: "M4 4h16v11H4zM9 20h6M12 15v5",
  server: "M5 3h14v7H5zM5 14h14v7H5zM8 6.5h.01M8 17.5h.01M12 6.5h4M12 17.5h4",
  "domain-controller": "M5 3h14v7H5zM8 6.5h.01M12 6.5h4M12 14a3 3 0 1 0 .1 0M7 21c1-2 9-2 10 0",
  "database-server": "M4 6c0-3 16-3 16 0v12c0 3-16 3-16 0zM4 6c0 3 16 3 16 0M4 12c0 3 16 3 16 0",
  printer: "M6 9V3h12v6M4 9h16v8H4zM7 14h10v7H7z",
  "ip-camera": "M3 7h12v8H3zM15 10l6-3v8l-6-3M8 15v5M5 20h6",
  phone: "M7 3h10v18H7zM11 18h2",
  storage: "M4 5h16v6H4zM4 13h16v6H4zM16 8h.01M16 16h.01",
  switch: "M3 8h18v8H3zM6 12h.01M9 12h.01M12 12h.01M15 12h.01M18 12h.01M7 5l-2 3M17 5l2 3",
  router: "M12 4a8 8 0 1 0 .1 0M12 7v10M9 9.5L12 7l3 2.5M9 14.5l3 2.5 3-2.5",
  firewall: "M3 5h18v14H3zM3 10h18M3 14.5h18M9 5v5M15 5v5M6 10v4.5M12 10v4.5M18 10v4.5M9 14.5V19M15 14.5V19",
  "access-point": "M6 16h12v4H6zM12 16v-5M8.5 8a5 5 0 0 1 7 0M6 5.5a8.5 8.5 0 0 1 12 0",
  "time-server": "M12 4a8 8 0 1 0 .1 0M12 8v4.5l3 2",
  ups: "M4 7h14v10H4zM20 10v4M11 9l-2 3.5h4L11 16",
  cloud: "M7 18h10a4 4 0 0 0 .5-8 6 6 0 0 0-11.5 1.5A3.5 3.5 0 0 0 7 18z",
  group: "M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z",
  unknown: "M9 9.5a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.2-1.5 2.4M12 18h.01",
}
export const iconPath = (type: string): string => paths[type] ?? paths["unknown"] ?? ""

/** As an address that a canvas can draw; the colour is part of it. */
export function iconAddress(type: string, colour: string): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="48" height="48" viewBox="0 0 24 24" fill="none" stroke="${colour}" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round"><path d="${iconPath(type)}"/></svg>`
  return `data:image/svg+xml;utf8,${encodeURIComponent(svg)}`
}
