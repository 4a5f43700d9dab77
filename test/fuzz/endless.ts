/** `npm run fuzz [-- SEED]`: spoiled captures without end, from a seed (the clock's where none is given). Stops at the first one that breaks a rule. */
import { runFuzz } from "./run-fuzz.ts"

const first = Number(process.argv[2] ?? Date.now() % 1_000_000_000)
process.stdout.write(`Fuzzing from seed ${first}; the same seed gives the same cases. Stop with Ctrl+C.\n`)
const { broken, cases } = await runFuzz(first, Number.MAX_SAFE_INTEGER, (line) => process.stdout.write(`${line}\n`))
process.stdout.write(`${cases} cases, then seed ${broken?.seed ?? "?"}: ${broken?.error ?? ""}\n`)
process.exitCode = 1
