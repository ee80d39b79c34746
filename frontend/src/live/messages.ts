/** One message of `/ws/v1/events`. `seq` rises per user; heartbeat and resync carry none. */
export interface LiveMessage {
  type: string
  seq?: number
  data?: unknown
}

export function parseMessage(raw: unknown): LiveMessage | null {
  if (typeof raw !== 'string') return null
  try {
    const value = JSON.parse(raw) as Partial<LiveMessage> | null
    return value && typeof value.type === 'string' ? (value as LiveMessage) : null
  } catch {
    return null
  }
}
