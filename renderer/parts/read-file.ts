/** Reads a chosen or dropped file in the page, as the text or the base64 that travels in a question. */

export class FileTooLarge extends Error {
  override readonly name = "FileTooLarge"
}

function refuseLarge(file: File, most: number): void {
  if (file.size > most)
    throw new FileTooLarge(
      `“${file.name}” is ${Math.ceil(file.size / 1000).toLocaleString("en-US")} kB large; at most ${Math.floor(most / 1000).toLocaleString("en-US")} kB are taken. It is probably another file.`,
    )
}

/** Bytes that are not UTF-8 become replacement characters: the sensor then says what is wrong with the file. */
export async function readText(file: File, most: number): Promise<string> {
  refuseLarge(file, most)
  return await file.text()
}

export async function readBase64(file: File, most: number): Promise<string> {
  refuseLarge(file, most)
  const bytes = new Uint8Array(await file.arrayBuffer())
  let binary = ""
  const step = 8192 // spreading more at once can exceed what a call takes
  for (let at = 0; at < bytes.length; at += step) binary += String.fromCharCode(...bytes.subarray(at, at + step))
  return btoa(binary)
}
