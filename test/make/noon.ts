/** Monday, 2 March 2026, 12:00 UTC, in microseconds. */
export const noonOfMonday = Date.UTC(2026, 2, 2, 12) * 1000
