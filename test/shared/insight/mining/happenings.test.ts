/** What happened, as data mining tells it: from the point of view of who asked. */
import { expect, test } from "vitest"
import { categories } from "../../../../shared/insight/mining/categories.ts"
import { categoryTree } from "../../../../shared/insight/mining/category-tree.ts"
import type { Happening } from "../../../../shared/model/happening.ts"
import { facts, noon, plc, station } from "./plant.ts"

const common = {
  ...{
    client: "station",
    server: "plc-1",
    clientAddress: "10.1.2.5@10",
    serverAddress: "10.1.9.5@10",
    protocol: "ftp",
  },
  ...{ count: 3, firstSeen: noon - 1e6, lastSeen: noon, frame: 1, capture: "" },
}
const signIn = { ...common, kind: "signIn", user: "USER", outcome: "succeeded", isClear: true } as const
const happenings: readonly Happening[] = [
  { ...signIn, id: "1", mask: "a maker's default password", isDefault: true },
  { ...signIn, id: "2", outcome: "refused", isClear: false, mask: "", isDefault: false, protocol: "smb" },
  {
    ...common,
    ...{ id: "3", kind: "file", name: "plc.exe", way: "toServer", size: 1234, sha256: "ab", state: "whole" },
    program: "Windows program",
  },
  {
    ...common,
    id: "4",
    kind: "file",
    name: "a.csv",
    way: "toClient",
    size: 1,
    sha256: "",
    state: "incomplete",
    program: "",
  },
  { ...common, id: "5", kind: "session", title: "SSH", port: 22, sent: 1000, received: 500, isOpen: true },
  {
    ...common,
    ...{ id: "6", kind: "name", name: "plc.example", type: "A", answers: [], fault: "no such name", answered: 1 },
    ...{ server: "", serverAddress: "10.9.9.9" },
  },
]
const plant = facts([station, plc], [], noon, happenings)
const records = (key: string) => [...categories.find((one) => one.key === key)!.records(plant)]

test("each kind stands in its branches", () => {
  const counts = Object.fromEntries(categoryTree(plant).map(({ key, records: count }) => [key, count]))
  expect(counts).toMatchObject({
    ...{ "signIns/all": 2, "signIns/readable": 1, "signIns/default": 1, "files/all": 2, "files/programs": 1 },
    ...{ "remote/sessions": 1, "names/asked": 1 },
  })
})

test("a record says who, whom, what and how it went", () => {
  expect(records("signIns/default")).toMatchObject([
    {
      ...{ device: "station", peerDevice: "plc-1", address: "10.1.2.5", state: "Default password", value: "3 times" },
      ...{
        text: "Sign-in of USER, password a maker's default password",
        path: ["Sign-ins", "Default passwords", "FTP"],
      },
    },
  ])
  expect(records("files/all").map(({ text, group, value, state }) => [text, group, value, state])).toEqual([
    ["plc.exe, SHA-256 ab", "Windows program", "1,234 bytes", "Seen whole"],
    ["a.csv", "Taken", "1 byte", "Incomplete"],
  ])
  expect(records("remote/sessions")).toMatchObject([{ port: 22, value: "1,500 bytes", state: "Still open" }])
  expect(records("names/asked")).toMatchObject([{ peer: "10.9.9.9", peerDevice: "", state: "no such name" }])
})
