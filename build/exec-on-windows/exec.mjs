#!/usr/bin/env node
/** Runs the words after it as a command and ends with its exit code. */
import { spawn } from "node:child_process"

const [program, ...words] = process.argv.slice(2)
const child = spawn(program === "node" ? process.execPath : program, words, { stdio: "inherit" })
child.on("exit", (code) => process.exit(code ?? 1))
