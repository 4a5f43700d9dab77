/** Services of ISO 9506-2 (MMS), by the tags of ConfirmedServiceRequest and UnconfirmedService, under the standard's own names, in words. */
const confirmed: readonly string[] = [
  ...["status", "get name list", "identify", "rename", "read", "write", "get variable access attributes"],
  ...["define named variable", "define scattered access", "get scattered access attributes", "delete variable access"],
  ...["define named variable list", "get named variable list attributes", "delete named variable list"],
  ...["define named type", "get named type attributes", "delete named type", "input", "output"],
  ...["take control", "relinquish control", "define semaphore", "delete semaphore"],
  ...["report semaphore status", "report pool semaphore status", "report semaphore entry status"],
  ...["initiate download sequence", "download segment", "terminate download sequence"],
  ...["initiate upload sequence", "upload segment", "terminate upload sequence"],
  ...["request domain download", "request domain upload", "load domain content", "store domain content"],
  ...["delete domain", "get domain attributes", "create program invocation", "delete program invocation"],
  ...[
    "start program invocation",
    "stop program invocation",
    "resume program invocation",
    "reset program invocation",
    "kill program invocation",
    "get program invocation attributes",
    "obtain file",
  ],
  ...["define event condition", "delete event condition", "get event condition attributes"],
  ...["report event condition status", "alter event condition monitoring", "trigger event"],
  ...["define event action", "delete event action", "get event action attributes", "report event action status"],
  ...["define event enrollment", "delete event enrollment", "alter event enrollment"],
  ...["report event enrollment status", "get event enrollment attributes", "acknowledge event notification"],
  ...["get alarm summary", "get alarm enrollment summary", "read journal", "write journal", "initialize journal"],
  ...["report journal status", "create journal", "delete journal", "get capability list"],
  ...["file open", "file read", "file close", "file rename", "file delete", "file directory", "additional service"],
]
/** 79 is a detail of a request, no service. */
const later: readonly string[] = [
  ...[
    "get data exchange attributes",
    "exchange data",
    "define access control list",
    "get access control list attributes",
  ],
  ...[
    "report access controlled objects",
    "delete access control list",
    "change access control",
    "reconfigure program invocation",
  ],
]

export const mmsConfirmedServices: ReadonlyMap<number, string> = new Map([
  ...confirmed.map((name, tag) => [tag, name] as const),
  ...later.map((name, n) => [80 + n, name] as const),
])

export const mmsUnconfirmedServices: readonly string[] = [
  "information report",
  "unsolicited status",
  "event notification",
]

/** What is no service: the association's own, by the tag of the request in MMSpdu. */
export const mmsAssociationNames: ReadonlyMap<number, string> = new Map([
  [4, "reject"],
  [5, "cancel"],
  [8, "initiate"],
  [11, "conclude"],
])
