/** The form of rules offers everything that can be watched. */
import { expect, test } from "vitest"
import { topics } from "../../shared/detections/custom/fields.ts"
import { topicGroups } from "../../renderer/pages/rules/rule-form.ts"

test("each thing that can be watched stands in one group", () => {
  const offered = topicGroups.flatMap(({ topics: some }) => some)
  expect([...offered].sort()).toEqual(Object.keys(topics).sort())
})
