/**
 * The two scripts that stand for Electron's renderer side. One runs in the isolated world before the preload script and gives it
 * `electron`; the other runs in the page's world and builds what the preload exposes. The worlds share only the document, so they
 * talk by events whose content is JSON; dispatching is synchronous, as calls through contextBridge are.
 */

/** `folder`: where the files that the test hands to the page lie; a page can't know, so getPathForFile joins name and folder. */
export const isolatedWorld = (folder: string): string => `(() => {
  const listeners = new Map(), waiting = new Map(), functions = []
  let last = 0
  globalThis.__fromMain = (text) => {
    const message = JSON.parse(text)
    if (message.kind === "event") return (listeners.get(message.channel) ?? []).slice().forEach((heard) => heard({}, ...message.values))
    const { resolve, reject } = waiting.get(message.id)
    waiting.delete(message.id)
    message.error === undefined ? resolve(message.value) : reject(new Error(message.error))
  }
  const ipcRenderer = {
    invoke: (channel, ...values) => new Promise((resolve, reject) => {
      waiting.set(++last, { resolve, reject })
      __toMain(JSON.stringify({ id: last, channel, values }))
    }),
    on: (channel, heard) => (listeners.set(channel, [...(listeners.get(channel) ?? []), heard]), ipcRenderer),
    removeListener: (channel, heard) => (listeners.set(channel, (listeners.get(channel) ?? []).filter((one) => one !== heard)), ipcRenderer),
  }
  const fire = (name, value) => document.dispatchEvent(new CustomEvent(name, { detail: JSON.stringify(value) }))
  const shapeOf = (value) => typeof value === "function" ? { function: functions.push(value) - 1 }
    : value && typeof value === "object" ? { object: Object.fromEntries(Object.entries(value).map(([key, one]) => [key, shapeOf(one)])) } : { value }
  const received = (value) => value?.callback !== undefined ? (...values) => fire("__callback", { id: value.callback, values })
    : value?.file !== undefined ? { __fileName: value.file } : value?.value
  document.addEventListener("__call", (event) => {
    const { id, called, values } = JSON.parse(event.detail)
    try {
      const result = functions[called](...values.map(received))
      if (!(result instanceof Promise)) return fire("__returned", { id, shape: shapeOf(result) })
      fire("__returned", { id, later: true })
      result.then((value) => fire("__settled", { id, value }), (error) => fire("__settled", { id, error: String(error?.message ?? error) }))
    } catch (error) { fire("__returned", { id, error: String(error?.message ?? error) }) }
  })
  globalThis.__electron = {
    ipcRenderer,
    contextBridge: { exposeInMainWorld: (key, api) => fire("__exposed", { key, shape: shapeOf(api) }) },
    webUtils: { getPathForFile: (file) => ${JSON.stringify(folder)} + "/" + file.__fileName },
  }
})();`

export const pageWorld = `(() => {
  let last = 0
  const waiting = new Map(), callbacks = new Map(), returned = new Map()
  const fire = (name, value) => document.dispatchEvent(new CustomEvent(name, { detail: JSON.stringify(value) }))
  const sent = (value) => {
    if (typeof value === "function") { callbacks.set(++last, value); return { callback: last } }
    return value instanceof File ? { file: value.name } : { value }
  }
  const call = (called, values) => {
    const id = ++last
    fire("__call", { id, called, values: values.map(sent) })
    const answer = returned.get(id)
    returned.delete(id)
    if (answer.error !== undefined) throw new Error(answer.error)
    return answer.later ? new Promise((resolve, reject) => waiting.set(id, { resolve, reject })) : built(answer.shape)
  }
  const built = (shape) => shape.function !== undefined ? (...values) => call(shape.function, values)
    : shape.object ? Object.freeze(Object.fromEntries(Object.entries(shape.object).map(([key, one]) => [key, built(one)]))) : shape.value
  document.addEventListener("__returned", (event) => { const answer = JSON.parse(event.detail); returned.set(answer.id, answer) })
  document.addEventListener("__settled", (event) => {
    const { id, value, error } = JSON.parse(event.detail)
    error === undefined ? waiting.get(id)?.resolve(value) : waiting.get(id)?.reject(new Error(error))
    waiting.delete(id)
  })
  document.addEventListener("__callback", (event) => { const { id, values } = JSON.parse(event.detail); callbacks.get(id)?.(...values) })
  document.addEventListener("__exposed", (event) => {
    const { key, shape } = JSON.parse(event.detail)
    Object.defineProperty(window, key, { value: built(shape), writable: false, configurable: false })
  })
})();`
