/** Services of OPC UA by the identifiers of their binary encodings (OPC 10000-4; numbers of OPC 10000-6 annex A, NodeIds.csv). */

/** Request, response, what it is called. A response without a service of its own is a fault (397). */
const services: readonly (readonly [request: number, response: number, name: string])[] = [
  [422, 425, "find servers"],
  [12208, 12209, "find servers on network"],
  [428, 431, "get endpoints"],
  [437, 440, "register server"],
  [12211, 12212, "register server 2"],
  [446, 449, "open secure channel"],
  [452, 455, "close secure channel"],
  [461, 464, "create session"],
  [467, 470, "activate session"],
  [473, 476, "close session"],
  [479, 482, "cancel"],
  [488, 491, "add nodes"],
  [494, 497, "add references"],
  [500, 503, "delete nodes"],
  [506, 509, "delete references"],
  [527, 530, "browse"],
  [533, 536, "browse next"],
  [554, 557, "translate browse paths to node ids"],
  [560, 563, "register nodes"],
  [566, 569, "unregister nodes"],
  [615, 618, "query first"],
  [621, 624, "query next"],
  [631, 634, "read"],
  [664, 667, "history read"],
  [673, 676, "write"],
  [700, 703, "history update"],
  [712, 715, "call method"],
  [751, 754, "create monitored items"],
  [763, 766, "modify monitored items"],
  [769, 772, "set monitoring mode"],
  [775, 778, "set triggering"],
  [781, 784, "delete monitored items"],
  [787, 790, "create subscription"],
  [793, 796, "modify subscription"],
  [799, 802, "set publishing mode"],
  [826, 829, "publish"],
  [832, 835, "republish"],
  [841, 844, "transfer subscriptions"],
  [847, 850, "delete subscriptions"],
]

export const SERVICE_FAULT = 397

/** What is no service, numbered behind every identifier of namespace 0 that a service may have. */
export const HELLO = 0x10000
export const ERROR = HELLO + 1
export const REVERSE_HELLO = HELLO + 2
/** A message of a channel that seals its contents. */
export const SEALED = HELLO + 3
const others: ReadonlyMap<number, readonly [key: string, name: string]> = new Map([
  [HELLO, ["hello", "hello and acknowledge"]],
  [ERROR, ["error", "error of the connection"]],
  [REVERSE_HELLO, ["reverse-hello", "reverse hello"]],
  [SEALED, ["sealed", "encrypted message"]],
])

const requests: ReadonlyMap<number, string> = new Map([
  [SERVICE_FAULT, "service fault"],
  ...services.map(([request, , name]) => [request, name] as const),
])
/** The request that a response answers. */
const answers: ReadonlyMap<number, number> = new Map(services.map(([request, response]) => [response, request]))

export const isOpcUaRequest = (encoding: number): boolean => requests.has(encoding) && encoding !== SERVICE_FAULT
/** -1: it is no response that is known. */
export const opcUaRequestOf = (response: number): number => answers.get(response) ?? -1
export const opcUaServiceName = (code: number): string | undefined => others.get(code)?.[1] ?? requests.get(code)
export const opcUaServiceKey = (code: number): string => others.get(code)?.[0] ?? String(code)
