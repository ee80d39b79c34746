import app from './app.json'
import palette from './palette.json'
import predictions from './predictions.json'
import problems from './problems.json'
import session from './session.json'
import uploads from './uploads.json'

export const resources = { app, palette, predictions, problems, session, uploads }
