import { kindOf } from '@/lib/kinds'
import type { Kind } from '../shared/types'

/** What an ONNX file does not say of itself, as it is typed. */
export interface Graph {
  kind: Kind
  labels: string
  vocabulary: string
  size: string
  fit: 'center-crop' | 'squash'
  resizeTo: string
  channels: 'RGB' | 'BGR'
  /** The largest value of a pixel that mean and std are of. */
  range: '1' | '255'
  mean: string
  std: string
  sampleRate: string
  normalize: boolean
}

/** As torchvision and Wav2Vec2 prepare what they were trained on. */
export const usual: Graph = {
  kind: 'image-classification',
  labels: '',
  vocabulary: '',
  size: '224',
  fit: 'center-crop',
  resizeTo: '256',
  channels: 'RGB',
  range: '1',
  mean: '0.485, 0.456, 0.406',
  std: '0.229, 0.224, 0.225',
  sampleRate: '16000',
  normalize: true,
}

/** Three numbers with commas between them, as an input's pattern. */
export const THREE = String.raw`\s*-?\d*\.?\d+(\s*,\s*-?\d*\.?\d+){2}\s*`

/** The fields of the form. */
export function fieldsOf(graph: Graph): { labels?: string; vocabulary?: string; preprocess: string } {
  if (kindOf(graph.kind).answer === 'text') {
    return {
      vocabulary: graph.vocabulary,
      preprocess: JSON.stringify({ sample_rate: Number(graph.sampleRate), normalize: graph.normalize }),
    }
  }
  const cut = graph.fit === 'center-crop' && graph.resizeTo !== '' ? { resize_to: Number(graph.resizeTo) } : {}
  const numbers = {
    size: Number(graph.size),
    resize: graph.fit,
    ...cut,
    mean: graph.mean.split(',').map(Number),
    std: graph.std.split(',').map(Number),
    ...(graph.channels === 'BGR' ? { channels: 'BGR' } : {}),
    ...(graph.range === '255' ? { range: 255 } : {}),
  }
  return { labels: graph.labels, preprocess: JSON.stringify(numbers) }
}
