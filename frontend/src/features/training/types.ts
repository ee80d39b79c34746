import type { components } from '@/api/generated/schema'

type Schemas = components['schemas']

export type TrainingJob = Schemas['TrainingJob']
export type JobStatus = TrainingJob['status']
export type Trainer = Schemas['Trainer']
export type DataSet = Schemas['DataSet']
export type DataSetDetail = Schemas['DataSetDetail']
export type DataSetVersion = Schemas['DataSetVersion']
export type Report = Schemas['Report']
export type Finding = Schemas['DataFinding']
export type Item = Schemas['Item']
export type Bar = Schemas['Bar']
export type SplitCounts = Schemas['SplitCounts']
export type Run = Schemas['TrainingRun']
export type RunDetail = Schemas['TrainingRunDetail']
export type Point = Schemas['Point']
export type Epoch = Schemas['Epoch']
export type Evaluation = Schemas['Evaluation']
export type Worst = Schemas['Worst']
export type Preset = Schemas['Preset']
export type Check = Schemas['CheckFormRequest']
export type Freeze = Schemas['FreezeFormRequest']
export type Install = Schemas['InstallFormRequest']
export type NewRun = Schemas['NewRunFormRequest']
export type Comparison = Schemas['Comparison']
export type Table = Schemas['Table']
export type Compared = Schemas['Compared']
export type Variant = Schemas['Variant']
export type NewVariants = Schemas['NewVariantsFormRequest']
export type Way = Schemas['Way']
export type Step = NewVariants['steps'][number]
export type Correction = Schemas['Correction']
export type Learner = Schemas['Learner']
export type Mixable = Schemas['Mixable']
export type CorrectionState = Correction['state']
export type Kind = Run['kind']

export interface TrainingUpdate {
  job: TrainingJob
  run: Run | null
}

export function isActive({ status }: Pick<TrainingJob, 'status'>): boolean {
  return status === 'queued' || status === 'running' || status === 'paused'
}
