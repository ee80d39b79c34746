import type { components } from '@/api/generated/schema'

type Schemas = components['schemas']

export type Run = Schemas['TrainingRun']
export type RunDetail = Schemas['TrainingRunDetail']
export type Point = Schemas['Point']
export type Epoch = Schemas['Epoch']
export type Evaluation = Schemas['Evaluation']
export type Worst = Schemas['Worst']
export type NewRun = Schemas['NewRunFormRequest']
