/** Alerts that no packet raises: what the sensor itself hears on its interfaces. */
import type { AlertChange } from "./finding.ts"

export const noTraffic = "no-traffic-detected-on-sensor-interface"
export const trafficAgain = "traffic-detected-on-sensor-interface"
export const sensorKinds: readonly string[] = [noTraffic, trafficAgain]

const nobody = { device: "", address: "" }

/** One occurrence; those of the same interface belong together. Times are microseconds since 1970 UTC. */
export function sensorAlert(kind: string, name: string, message: string, at: number): AlertChange {
  const times = { first: at, last: at }
  const line = {
    what: `Interface ${name}`,
    where: "",
    value: "",
    asked: 1,
    succeeded: 0,
    refused: 0,
    frame: 0,
    capture: "",
  }
  return {
    ...{ key: `${kind}|${name}`, kind, source: nobody, target: nobody, protocol: "", message, added: 1 },
    ...times,
    lines: [{ ...line, ...times }],
  }
}

/** "2 minutes", "3 hours". */
export function spanWords(micros: number): string {
  const seconds = Math.max(1, Math.round(micros / 1e6))
  const [count, unit] =
    seconds < 120
      ? [seconds, "second"]
      : seconds < 7200
        ? [Math.round(seconds / 60), "minute"]
        : [Math.round(seconds / 3600), "hour"]
  return `${count} ${unit}${count === 1 ? "" : "s"}`
}
