/** All categories of data mining, in the order of the tree. */
import type { Category } from "./category.ts"
import { deviceCategories } from "./device-categories.ts"
import { happeningCategories } from "./happening-categories.ts"
import { trafficCategories } from "./traffic-categories.ts"

const noIntelligence = "No intelligence pack is installed: this version has no vulnerability data."

const vulnerabilities: readonly Category[] = [
  {
    key: "vulnerabilities/cves",
    path: ["Known vulnerabilities", "CVEs"],
    description: "Devices with known vulnerabilities.",
    whyEmpty: noIntelligence,
    records: () => [],
  },
  {
    key: "vulnerabilities/excluded",
    path: ["Known vulnerabilities", "Excluded CVEs"],
    description: "Vulnerabilities that a person excluded.",
    whyEmpty: noIntelligence,
    records: () => [],
  },
]

export const categories: readonly Category[] = [
  ...deviceCategories,
  ...trafficCategories,
  ...happeningCategories,
  ...vulnerabilities,
]
