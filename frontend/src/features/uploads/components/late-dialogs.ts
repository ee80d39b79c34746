import { lazyPart } from '@/components/lazy-part'

export const RecordDialog = lazyPart(
  () => import('./record-dialog'),
  (m) => m.RecordDialog,
)
export const CameraDialog = lazyPart(
  () => import('./camera-dialog'),
  (m) => m.CameraDialog,
)
