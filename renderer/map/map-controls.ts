/** What the toolbar can ask of either level. */
export type MapControls = {
  readonly fit: () => void
  readonly zoomBy: (factor: number) => void
  readonly reveal: (id: string) => void
}
