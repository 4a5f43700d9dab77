/** Names of files inside a pack: relative, plain, the same file on every system. */

const longest = 200
const reservedOnWindows = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i

/** Null where the name will do, else why not. */
export function faultOfPackPath(path: string): string | null {
  if (path === "" || path.length > longest) return "its name is empty or too long"
  if (path.startsWith("/") || path.includes("\\") || path.includes(":")) return "its name is not a relative path"
  const segments = path.split("/")
  if (segments.some((one) => one === "" || one === "." || one === "..")) return "its name leads out of the pack"
  if (segments.some((one) => reservedOnWindows.test(one) || /[. ]$/.test(one)))
    return "its name can't be kept on every system"
  return /^[\x20-\x7e]+$/.test(path) ? null : "its name has other than plain characters"
}
