export const ALERTS = ['alerts'] as const
