/** What each engine looks for, in a sentence. */
import type { AlertEngine } from "../../../../shared/detections/alert-kind.ts"

export const engineSentences: Readonly<Record<AlertEngine, string>> = {
  policy:
    "What differs from what was learned: new devices, new connections, new commands. Quiet while the sensor learns.",
  protocol: "Packets and fields that break the rules of their protocol.",
  malware: "Behaviour that is known of malware and of attackers’ tools.",
  anomaly: "Scans, guessed passwords and traffic between machines that is out of the ordinary.",
  operational: "Faults and dangerous commands: controllers that stop, devices that fall silent, operations that fail.",
}
