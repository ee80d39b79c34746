import type { SyntheticEvent } from 'react'

const TINY = 96

/** A tiny picture keeps its pixels when it is drawn larger: that is what the network sees. */
export function keepPixels({ currentTarget: image }: SyntheticEvent<HTMLImageElement>): void {
  image.style.imageRendering = image.naturalWidth < TINY ? 'pixelated' : 'auto'
}
