import type { components } from './generated/schema'

type Schemas = components['schemas']

export type User = Schemas['User']
export type Session = Schemas['Session']
export type Limits = Schemas['Limits']
export type Prediction = Schemas['Prediction']
export type PredictionPage = Schemas['PredictionPage']
export type PredictionEvent = Schemas['Event']
export type Explanation = Schemas['Explanation']
export type Standing = Schemas['Standing']
export type Trashed = Schemas['Trashed']
export type Status = Schemas['PredictionStatus']
export type Kind = Schemas['Kind']
export type LabelScore = Schemas['Label']
export type Word = Schemas['Word']
/** The two shapes that an output has, by kind. */
export type Classification = Schemas['Classification']
export type Transcript = Schemas['Transcript']
export type Model = Schemas['Model']
export type Version = Schemas['Version']
export type Rollout = Schemas['Rollout']
export type RolloutForm = Schemas['RolloutFormRequest']
export type Shadow = Schemas['Shadow']
export type Difference = Schemas['Difference']
export type Drift = Schemas['Drift']
export type DriftFigure = Schemas['DriftFigure']
export type DriftPart = Schemas['DriftPart']
export type DriftShare = Schemas['DriftShare']
export type OddAnswer = Schemas['OddAnswer']
export type AliasChange = Schemas['AliasChange']
export type Thresholds = Schemas['Thresholds']
export type Grammar = Schemas['Grammar']
export type Calibration = Schemas['Calibration']
export type ApiKey = Schemas['ApiKey']
export type Person = Schemas['Person']
export type Invitation = Schemas['Invitation']
export type NewApiKey = Schemas['NewApiKey']
export type Webhook = Schemas['Webhook']
export type NewWebhook = Schemas['NewWebhook']
export type WebhookType = Webhook['types'][number]
export type WebhookForm = Schemas['WebhookFormRequest']
export type Delivery = Schemas['Delivery']
export type DeliveryStatus = Delivery['status']
export type WholeDelivery = Schemas['WholeDelivery']
export type Link = Schemas['Link']
export type NewLink = Schemas['NewLink']
export type Lesson = Schemas['Lesson']
export type LessonPhoto = Schemas['Photo']
export type LessonReport = Schemas['LessonReport']
export type AddedPhotos = Schemas['Added']
export type LinkForm = Schemas['LinkFormRequest']
export type Guest = Schemas['Guest']
export type GuestPrediction = Schemas['GuestPrediction']
export type OperationsOverview = Schemas['OperationsOverview']
export type Worker = Schemas['Worker']
export type OwnedPrediction = Schemas['OwnedPrediction']
/** Failed predictions that are answered once more: some by their ids, or all of a code. */
export type RerunWish = Schemas['RerunFormRequest']
export type Alert = Schemas['Alert']
export type AlertRule = Schemas['AlertRule']
export type Alerts = Schemas['Alerts']
export type AuditEntry = Schemas['AuditEntry']
export type AuditVerdict = Schemas['AuditVerdict']
export type Backups = Schemas['Backups']
export type BackupRun = Schemas['Run']
export type JobState = Schemas['JobState']
export type AskableJob = Schemas['AskableJob']

export function isFinal(status: Status): boolean {
  return status === 'succeeded' || status === 'failed' || status === 'canceled'
}

export function classificationOf({ output }: Prediction): Classification | null {
  return output && 'labels' in output ? output : null
}

export function transcriptOf({ output }: Prediction): Transcript | null {
  return output && 'words' in output ? output : null
}
