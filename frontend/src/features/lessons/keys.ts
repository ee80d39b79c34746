export const LESSONS = ['lessons'] as const
export const lessonKey = (id: string) => ['lessons', id] as const
