import type { components } from '@/api/generated/schema'

type Schemas = components['schemas']

export type DataSet = Schemas['DataSet']
export type DataSetDetail = Schemas['DataSetDetail']
export type DataSetVersion = Schemas['DataSetVersion']
export type Report = Schemas['Report']
export type Finding = Schemas['DataFinding']
export type Item = Schemas['Item']
export type Bar = Schemas['Bar']
export type SplitCounts = Schemas['SplitCounts']
export type Check = Schemas['CheckFormRequest']
export type Freeze = Schemas['FreezeFormRequest']
