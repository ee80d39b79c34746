import type { Alert, AlertRule, Alerts } from '@/api/types'

export function anAlert(change: Partial<Alert> = {}): Alert {
  return {
    id: '0199c0de-7000-7000-8000-000000000001',
    rule: 'no_worker',
    subject: 'image-classification',
    severity: 'critical',
    status: 'open',
    value: 0,
    threshold: 1,
    since: '2026-12-01T10:00:00Z',
    opened_at: '2026-12-01T10:00:10Z',
    acknowledged_at: null,
    acknowledged_by: null,
    snoozed_until: null,
    resolved_at: null,
    ...change,
  }
}

export const noMail: Alerts['mail'] = { to: [], sent_at: null, error: null }

export function aRule(change: Partial<AlertRule> = {}): AlertRule {
  return {
    key: 'failing',
    rule: 'failing',
    subject: '',
    severity: 'warning',
    is_floor: false,
    unit: 'share',
    least: 0,
    most: 1,
    threshold: 0.2,
    seconds: 300,
    is_on: true,
    default_threshold: 0.2,
    default_seconds: 300,
    changed_at: null,
    changed_by: null,
    ...change,
  }
}
