/** Asks at once and then again and again, each time a pause after the answer came; not while nobody can see the page. Returns how to stop. */
export function repeat(act: () => Promise<void>, pause: number): () => void {
  let stopped = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const turn = async () => {
    if (!document.hidden) await act()
    if (!stopped) timer = setTimeout(() => void turn(), pause)
  }
  void turn()
  return () => {
    stopped = true
    clearTimeout(timer)
  }
}
