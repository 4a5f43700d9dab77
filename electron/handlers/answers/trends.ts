/** What the widgets of trends show, and what stands behind a point: answered in a site thread. */
import { Refusal } from "../../../shared/api/server.ts"
import type { MadeOutput, ParsedInput } from "../../../shared/api/server.ts"
import { answerWidget } from "../../../shared/insight/trends/answer.ts"
import { behind } from "../../../shared/insight/trends/behind.ts"
import { namesOf } from "../../../shared/insight/trends/groups.ts"
import type { Question } from "../../../shared/insight/trends/question.ts"
import { covered } from "../../store/covered.ts"
import type { Database } from "../../store/database.ts"
import { imports } from "../../store/imports.ts"
import { measuresOf } from "../../store/measures.ts"
import { siteZone } from "../../store/site-zone.ts"
import { counted } from "../counted-captures.ts"
import { trendQuestion } from "./trend-question.ts"

type Behind = MadeOutput<"trends.behind">

const mostRows = 200
const mostCaptures = 50

/** Whether the sensor monitors is not in the database: who asks adds it. */
export function aboutTrends(database: Database): MadeOutput<"trends.about"> {
  const { kept } = measuresOf(database)
  const since = (grain: Parameters<typeof kept>[0]): number => Math.max(0, kept(grain)?.first ?? 0) * 60e6
  return {
    zone: siteZone(database),
    newest: covered.newest(database),
    live: false,
    oldest: { minute: since("minute"), hour: since("hour"), day: since("day") },
  }
}

/** The range is given as two times: whoever asks knows what "last" means now. */
export function answerTrend(database: Database, asked: ParsedInput<"trends.answer">): MadeOutput<"trends.answer"> {
  const { range, ...rest } = asked
  if ("last" in range) throw new Refusal("bad-input", "This range needs a beginning and an end.")
  return answerWidget(trendQuestion(database, { ...rest, ...range })) as MadeOutput<"trends.answer">
}

const captures = (database: Database, { from, to }: Question): Behind["captures"] =>
  counted(imports.listed(database))
    .flatMap(({ id, file, facts }) =>
      facts && facts.first > 0 ? [{ id, file, first: facts.first, last: facts.last }] : [],
    )
    .filter(({ first, last }) => last >= from && first < to)
    .slice(0, mostCaptures)

export function behindTrend(database: Database, { key, ...asked }: ParsedInput<"trends.behind">): Behind {
  const question = trendQuestion(database, asked)
  const found = behind(question, key)
  const nameOf = namesOf(question)
  const known = new Map(question.devices.map((one) => [one.id, one]))
  return {
    devices: found.devices.slice(0, mostRows).map((one) => ({
      ...one,
      name: nameOf(one.id, one.id),
      address: known.get(one.id)?.addresses[0] ?? known.get(one.id)?.macs[0] ?? "",
    })),
    talks: found.talks.slice(0, mostRows).map(({ talk, packets, bytes, messages }) => ({
      client: nameOf(talk.client, talk.clientAddress),
      server: nameOf(talk.server, talk.serverAddress),
      clientId: talk.client,
      serverId: talk.server,
      ...{ protocol: talk.protocol, port: talk.port, vlan: talk.vlan, packets, bytes, messages },
    })),
    captures: captures(database, question),
    wireshark: found.wireshark.length > 4000 ? "" : found.wireshark,
    deviceCount: found.devices.length,
    talkCount: found.talks.length,
  }
}
