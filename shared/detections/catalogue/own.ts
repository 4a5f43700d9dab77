/** What the list that the other titles come from does not have. */
import type { AlertKind } from "../alert-kind.ts"
import { policy } from "./shape.ts"

export const ownKinds: readonly AlertKind[] = [
  policy({
    id: "unauthorized-dhcp-server",
    title: "Unauthorized DHCP Server",
    category: "unauthorized-communication",
    techniques: ["T0830"],
    why: "A server gives out addresses that never did while the sensor learned. It also tells devices their gateway and their name server, so it can lead all that they send through itself.",
    steps: [
      "Find the server by its address in the alert, and the switch port that it is behind.",
      "Read in the capture which gateway and name server it gives out, and to whom.",
      "Disconnect it, and let devices that took an address of it ask again.",
    ],
    harmless:
      "Somebody plugged in a small router or a telephone that shares its connection, or the real server was replaced.",
  }),
  policy({
    id: "traffic-that-was-removed-from-the-baseline",
    title: "Traffic that was Removed from the Baseline",
    category: "abnormal-communication",
    techniques: ["T0869"],
    why: "A person looked at this traffic and said that it is not normal here. It happened again.",
    steps: [
      "Read in the event timeline who removed it from the baseline, when and why.",
      "Ask whoever runs the source what it is for, and open the packets of the alert.",
      "Switch it off at its source, or learn the alert if it is wanted after all.",
    ],
    harmless: "It was removed by mistake, or the work that was to end it is not done yet.",
  }),
  policy({
    id: "unauthorized-file-transfer",
    title: "Unauthorized File Transfer",
    category: "unauthorized-communication",
    techniques: ["T0867"],
    why: "Files passed between two computers that never exchanged any while the sensor learned, or the first program did. Recipes and projects leave a plant like this, and tools of an attacker come in.",
    steps: [
      "Read which files they were, in the alert and under Sign-ins, files, internet of either device.",
      "Ask whoever works at the source whether the transfer was theirs.",
      "If nobody knows of it, keep the files and the packets, and see what was run on the target afterwards.",
    ],
    harmless: "Somebody set up a backup, a new share or another way to hand over recipes.",
  }),
  policy({
    id: "unauthorized-sign-in",
    title: "Unauthorized Sign-in",
    category: "authentication",
    techniques: ["T0859"],
    why: "Somebody signed in from a computer, or under a name, that was never used for this server while the sensor learned. Stolen and default passwords are used like this.",
    steps: [
      "Read the name and the protocol in the alert; a maker's default password is told with it.",
      "Ask the owner of the account whether it was them.",
      "If it was not, change the password, and see in the event timeline what the source did afterwards.",
    ],
    harmless: "A colleague works from another station, or a new account was made.",
  }),
]
