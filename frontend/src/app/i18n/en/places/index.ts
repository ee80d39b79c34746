import account from './account.json'
import alerts from './alerts.json'
import audit from './audit.json'
import corrections from './corrections.json'
import dataSets from './data-sets.json'
import drift from './drift.json'
import guest from './guest.json'
import history from './history.json'
import imports from './imports.json'
import jobs from './jobs.json'
import lessons from './lessons.json'
import models from './models.json'
import operations from './operations.json'
import people from './people.json'
import recipes from './recipes.json'
import rollouts from './rollouts.json'
import runs from './runs.json'
import sharing from './sharing.json'
import general from './training.json'
import variants from './variants.json'
import webhooks from './webhooks.json'

/** All words of these places at once, for tests and for types; the page fetches each file with its place. */
export const places = {
  account,
  alerts,
  audit,
  corrections,
  'data-sets': dataSets,
  drift,
  guest,
  history,
  imports,
  jobs,
  lessons,
  models,
  operations,
  people,
  recipes,
  rollouts,
  runs,
  sharing,
  training: general,
  variants,
  webhooks,
}
