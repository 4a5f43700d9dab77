/** The office's side: `authority init|activation|recovery|licence|pack|log|operator|renew|demo`. Results go to standard output. */
import { WrongUsage } from "./arguments.ts"
import { demo } from "./authority-demo.ts"
import { AuthorityRefused } from "./authority-desk.ts"
import type { AuthorityDesk } from "./authority-desk.ts"
import { init, operator, renew } from "./authority-init.ts"
import { activation, licence, pack, recovery } from "./authority-issue.ts"
import { WrongPassphrase } from "./authority-lock.ts"
import { showLog } from "./authority-show.ts"

type Command = (words: readonly string[], desk: AuthorityDesk) => Promise<void>

const commands: Readonly<Record<string, Command>> = {
  init,
  activation,
  recovery,
  licence,
  pack,
  log: showLog,
  operator,
  renew,
  demo,
}

const usage = `Use: npm run authority -- COMMAND [OPTIONS]

  init         --root-dir DIR --name NAME --operator NAME      makes an authority; the root key goes to DIR, which is put away
  activation   --sensor ID|any --name NAME [--site S] [--zone Z] [--mode cloud-connected|locally-connected]
               [--subscription NAME] [--subscription-id ID] [--valid-until YYYY-MM-DD|never] [--endpoint URL] [--proxy URL]
               [--id UUID] [--out FILE]
  recovery     --challenge TEXT [--account NAME] [--sensor ID] [--out FILE]
  licence      --activation-id ID --until YYYY-MM-DD           letters for a sensor with an activation from before 10.0
  pack         --version V --from DIR [--revoke CERTIFICATE.pem]… [--out FILE]
  log          [--sensor ID] | --receipt TEXT                  shows what was issued; logs a sensor's receipt
  operator     add --name NAME | remove --name NAME | list
  renew        --root-dir DIR                                  new signing certificates
  demo         --usb DIR [--sensor ID] [--challenge TEXT --account NAME] [--activation-id ID]

Everywhere: --home DIR (or AUTHORITY_HOME; ~/plantwarden-authority), --operator NAME (or AUTHORITY_OPERATOR). What is missing is asked for on a
terminal. Passphrases: AUTHORITY_PASSPHRASE, AUTHORITY_ROOT_PASSPHRASE, AUTHORITY_NEW_PASSPHRASE, or the same with _FILE, or asked.
Exit codes: 0 done, 1 refused, 2 wrong usage.
`

/** What a missing folder, a full disk or a missing right say by themselves. */
const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === "string"

/** Resolves with the exit code. */
export async function authority(
  words: readonly string[],
  desk: AuthorityDesk,
  complain: (line: string) => void,
): Promise<number> {
  const [name = "", ...rest] = words
  if (name === "--help" || name === "help") {
    desk.out(usage)
    return 0
  }
  if (!Object.hasOwn(commands, name))
    throw new WrongUsage(`${name === "" ? "Say what to do." : `Unknown command "${name}".`}\n\n${usage}`)
  try {
    await commands[name]!(rest, desk)
    return 0
  } catch (error) {
    if (error instanceof AuthorityRefused || error instanceof WrongPassphrase || isSystemError(error)) {
      complain(error.message)
      return 1
    }
    throw error
  }
}
