/** Runs a program to its end and keeps what it says. Its arguments never pass a shell. */
import { spawn } from "node:child_process"

/** `code`: null where it could not be started, or was ended because it took too long. */
export type Said = { readonly code: number | null; readonly out: string; readonly error: string }
export type RunProgram = (path: string, args: readonly string[]) => Promise<Said>

const patience = 10_000
const most = 1_000_000

export const runProgram: RunProgram = (path, args) =>
  new Promise((resolve) => {
    const child = spawn(path, args, { stdio: ["ignore", "pipe", "pipe"], timeout: patience, windowsHide: true })
    let out = ""
    let error = ""
    child.stdout.on("data", (piece: Buffer) => (out = (out + piece.toString()).slice(0, most)))
    child.stderr.on("data", (piece: Buffer) => (error = (error + piece.toString()).slice(0, most)))
    child.on("error", (failed) => resolve({ code: null, out, error: error + failed.message }))
    child.on("close", (code) => resolve({ code, out, error }))
  })
