/** The clock of the site's zone, for who draws and sums up. */
export { dayStart, localHour, localOffset, nextDay } from "../../facts/zone.ts"
