import { lazyPart } from '@/components/lazy-part'

export const RecordDialog = lazyPart(() => import('./record-dialog').then((m) => m.RecordDialog))
export const CameraDialog = lazyPart(() => import('./camera-dialog').then((m) => m.CameraDialog))
