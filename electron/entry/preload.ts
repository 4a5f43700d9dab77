/** The preload script: the whole of it. */
import { lendBridge } from "../desktop/bridge.ts"

lendBridge()
