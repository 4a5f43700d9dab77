/** The questions that read many rows. They run in a site thread, where their answers are checked and written as JSON too, so that the thread that takes requests stays free. */
import type { MethodName } from "../../../shared/api/contract/index.ts"
import type { MadeOutput, ParsedInput } from "../../../shared/api/server.ts"
import type { Database } from "../../store/database.ts"
import { alertCatalogue, alertExclusions, alertVerdicts, listAlerts, oneAlert } from "./alerts.ts"
import { listBaseline } from "./baseline.ts"
import { detectionSettings } from "./detection.ts"
import { listDevices, oneDevice, someDevices } from "./devices.ts"
import { listHappenings } from "./happenings.ts"
import { spokenProtocols } from "./device-protocols.ts"
import { drawMap } from "./map.ts"
import { miningCategories, runMining } from "./mining.ts"
import { listNotifications } from "./notifications.ts"
import { listProtocols } from "./protocols.ts"
import { overview } from "./overview.ts"
import { listSubnets } from "./subnets.ts"
import { listRules, ruleFields } from "./rules.ts"
import { listTimeline } from "./timeline.ts"
import { aboutTrends, answerTrend, behindTrend } from "./trends.ts"

type Answers = { readonly [Name in MethodName]?: (database: Database, input: ParsedInput<Name>) => MadeOutput<Name> }

export const answers = {
  "alerts.list": listAlerts,
  "alerts.get": oneAlert,
  "alerts.catalogue": alertCatalogue,
  "alerts.exclusions": alertExclusions,
  "alerts.verdicts": alertVerdicts,
  "baseline.list": listBaseline,
  "detection.get": detectionSettings,
  "devices.list": listDevices,
  "devices.some": someDevices,
  "devices.get": oneDevice,
  "devices.protocols": spokenProtocols,
  "happenings.list": listHappenings,
  "map.get": drawMap,
  "mining.categories": miningCategories,
  "mining.run": runMining,
  "notifications.list": listNotifications,
  "overview.get": overview,
  "protocols.list": listProtocols,
  "subnets.list": listSubnets,
  "rules.list": listRules,
  "rules.fields": ruleFields,
  "timeline.list": listTimeline,
  "trends.about": aboutTrends,
  "trends.answer": answerTrend,
  "trends.behind": behindTrend,
} satisfies Answers
