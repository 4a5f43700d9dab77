/** One line a prefix into the file at `path`. */
export function writeVendorPrefixes(path: string): void
