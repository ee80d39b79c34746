import type { components } from './generated/schema'

type Schemas = components['schemas']

export type User = Schemas['User']
export type Session = Schemas['Session']
export type Limits = Schemas['Limits']
export type Prediction = Schemas['Prediction']
export type PredictionPage = Schemas['PredictionPage']
export type PredictionEvent = Schemas['Event']
export type Status = Schemas['Status']
export type Kind = Schemas['Kind']
export type Classification = Schemas['Classification']
export type LabelScore = Schemas['LabelScore']
export type Transcript = Schemas['Transcript']
export type Word = Schemas['Word']
export type Model = Schemas['Model']
export type Version = Schemas['Version']
export type ApiKey = Schemas['ApiKey']
export type NewApiKey = Schemas['NewApiKey']
export type OperationsOverview = Schemas['OperationsOverview']
export type Worker = Schemas['Worker']
export type OwnedPrediction = Schemas['OwnedPrediction']

export function isFinal(status: Status): boolean {
  return status === 'succeeded' || status === 'failed' || status === 'canceled'
}

export function classificationOf(prediction: Prediction): Classification | null {
  const output = prediction.output
  return output && 'labels' in output ? output : null
}

export function transcriptOf(prediction: Prediction): Transcript | null {
  const output = prediction.output
  return output && 'words' in output ? output : null
}
