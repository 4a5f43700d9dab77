/** Distributors write the release that they built a program for behind its version: "10.11.6-MariaDB-0+deb12u1", "8.0.32-0ubuntu0.22.04.1". "" where nobody does. */
export function packagedSystem(text: string): string {
  const ubuntu = /ubuntu\d+\.(\d\d\.(?:04|10))\b/i.exec(text)?.[1]
  if (ubuntu !== undefined) return `Ubuntu ${ubuntu}`
  const debian = /\bdeb(\d{1,2})u\d/.exec(text)?.[1]
  return debian === undefined ? "" : `Debian ${debian}`
}
