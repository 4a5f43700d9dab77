/**
 * What people do with office protocols is new every day. After learning is over, each kind of alert about them goes on being learned by
 * itself: a week that brings something new is followed by another; a quiet one ends it, and from then on the kind raises.
 */

/** Microseconds. */
const week = 7 * 86_400e6

export const officeKinds: ReadonlySet<string> = new Set([
  "unauthorized-http-activity",
  "unauthorized-http-user-agent",
  "unauthorized-http-soap-action",
  "unauthorized-name-query",
])

type Week = { until: number; brought: boolean; over: boolean }

export class OfficeLearning {
  /** When learning was over, by the time of the traffic; 0: it is not. */
  private since = 0
  private readonly weeks = new Map<string, Week>()

  /** Learning was turned on: the weeks begin anew when it is over. */
  restart(): void {
    this.since = 0
    this.weeks.clear()
  }

  begin(time: number): void {
    if (this.since === 0) this.since = time
  }

  /** Something new of this kind: true when it is still learned. */
  learns(kind: string, time: number): boolean {
    if (!officeKinds.has(kind)) return false
    let now = this.weeks.get(kind)
    if (now === undefined) {
      now = { until: this.since + week, brought: false, over: false }
      this.weeks.set(kind, now)
    }
    while (!now.over && time >= now.until) {
      now.over = !now.brought
      now.until += week
      now.brought = false
    }
    if (now.over) return false
    now.brought = true
    return true
  }

  save() {
    return { since: this.since, weeks: [...this.weeks] }
  }

  restore({ since, weeks }: ReturnType<OfficeLearning["save"]>): void {
    this.since = since
    for (const [kind, one] of weeks) this.weeks.set(kind, { ...one })
  }
}
