/** Takes files dropped anywhere on the page, and says while they hover above it; stands back while the page shows a box of its own for files. */
export class FileDrop {
  over = $state.raw(false)
  #depth = 0

  attach(target: Window, dropped: (files: readonly File[]) => void): () => void {
    const stop = new AbortController()
    const options = { signal: stop.signal }
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") === true
    target.addEventListener("dragenter", (event) => this.#count(target, hasFiles(event) ? 1 : 0), options)
    target.addEventListener("dragleave", (event) => this.#count(target, hasFiles(event) ? -1 : 0), options)
    target.addEventListener("dragover", (event) => hasFiles(event) && event.preventDefault(), options)
    target.addEventListener(
      "drop",
      (event) => {
        if (!hasFiles(event)) return
        event.preventDefault()
        this.#depth = 0
        this.over = false
        if (!this.#isOthers(target)) dropped([...(event.dataTransfer?.files ?? [])])
      },
      options,
    )
    return () => stop.abort()
  }

  /** Entering a child fires before leaving its parent, hence the count. */
  #count(target: Window, step: number): void {
    this.#depth = Math.max(0, this.#depth + step)
    this.over = this.#depth > 0 && !this.#isOthers(target)
  }

  #isOthers(target: Window): boolean {
    return target.document.querySelector("[data-takes-files]") !== null
  }
}
