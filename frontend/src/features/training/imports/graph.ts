import { kindOf } from '@/lib/kinds'
import type { Kind } from '../shared/types'
import type { Import } from './types'

type Described = Pick<Import, 'labels' | 'vocabulary' | 'preprocess'>

export const INTERPOLATIONS = ['bilinear', 'bicubic', 'lanczos', 'nearest'] as const

/** What an ONNX file does not say of itself, as it is typed. */
export interface Graph {
  kind: Kind
  labels: string
  vocabulary: string
  size: string
  fit: 'center-crop' | 'squash' | 'letterbox'
  resizeTo: string
  /** Red, green, blue of what is beside a picture that is fitted in, 0 to 255. */
  fill: string
  interpolation: (typeof INTERPOLATIONS)[number]
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
  fill: '0, 0, 0',
  interpolation: 'bilinear',
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
    ...(graph.fit === 'letterbox' ? { fill: numbersOf(graph.fill) } : {}),
    interpolation: graph.interpolation,
    mean: numbersOf(graph.mean),
    std: numbersOf(graph.std),
    ...(graph.channels === 'BGR' ? { channels: 'BGR' } : {}),
    ...(graph.range === '255' ? { range: 255 } : {}),
  }
  return { labels: graph.labels, preprocess: JSON.stringify(numbers) }
}

const numbersOf = (text: string) => text.split(',').map(Number)

/** What was said of a model, or its own files say, as it would be typed. */
export function graphOf({ labels, vocabulary, preprocess }: Described): Graph {
  const said = preprocess ?? {}
  const text = (name: string, other: string) => {
    const value = said[name]
    return Array.isArray(value) ? value.join(', ') : typeof value === 'number' ? String(value) : other
  }
  const one = <T extends string>(name: string, known: readonly T[], other: T) =>
    known.find((value) => value === said[name]) ?? other
  return {
    kind: vocabulary.length > 0 ? 'speech-recognition' : 'image-classification',
    labels: labels.join('\n'),
    vocabulary: vocabulary.join('\n'),
    size: text('size', usual.size),
    fit: one('resize', ['center-crop', 'squash', 'letterbox'], usual.fit),
    resizeTo: text('resize_to', preprocess ? '' : usual.resizeTo),
    fill: text('fill', usual.fill),
    // Where nothing is said of it, Lanczos is what is done.
    interpolation: one('interpolation', INTERPOLATIONS, preprocess ? 'lanczos' : usual.interpolation),
    channels: one('channels', ['RGB', 'BGR'], 'RGB'),
    range: said.range === 255 ? '255' : '1',
    mean: text('mean', usual.mean),
    std: text('std', usual.std),
    sampleRate: text('sample_rate', usual.sampleRate),
    normalize: said.normalize !== false,
  }
}
