/** Capture time that a single wrong stamp can't move: what the series and the ticks go by. */

/** A stamp further from its neighbours than this is doubted. */
const doubt = 6 * 3600 * 1e6
/** So many agreeing stamps are a real gap in the capture, not an error. */
const agreement = 3

export class CaptureClock {
  /** Microseconds since 1970 UTC; 0 before the first frame. */
  now = 0
  unreliable = 0
  private candidate = 0
  private agreed = 0
  private pending = 0

  /** Another capture begins, at whatever time. */
  restart(): void {
    this.settle()
    this.now = 0
  }

  /** The time to count this frame under. */
  tick(time: number): number {
    if (this.now === 0) return (this.now = time)
    if (Math.abs(time - this.now) <= doubt) {
      this.settle()
      if (time > this.now) this.now = time
      return time
    }
    return this.doubtful(time)
  }

  /** At the end of a capture: stamps that nobody confirmed stay doubtful. */
  settle(): void {
    this.unreliable += this.pending
    this.pending = 0
    this.agreed = 0
  }

  private doubtful(time: number): number {
    if (this.agreed > 0 && Math.abs(time - this.candidate) <= doubt) this.agreed++
    else {
      this.settle()
      this.agreed = 1
    }
    this.candidate = time
    this.pending++
    if (this.agreed < agreement) return this.now
    this.pending = 0
    this.agreed = 0
    this.now = time
    return time
  }
}
