/** The address of a new run, which a data set or a model can lead to. */
export interface NewRunSearch {
  data_set?: string
  version?: number
  /** slug/versions/N of the model to begin with, or `scratch`; where nobody chose, what suits the set. */
  parent?: string
  /** A run whose recipe is begun with. */
  like?: string
}

/** Each is named, if only as undefined: what a page leaves out the router hands on as it was typed. */
export function readNewRun(raw: Record<string, unknown>): NewRunSearch {
  const { data_set, version, parent, like } = raw
  return {
    data_set: typeof data_set === 'string' ? data_set : undefined,
    version: typeof version === 'number' && Number.isInteger(version) ? version : undefined,
    parent: typeof parent === 'string' && parent ? parent : undefined,
    like: typeof like === 'string' && like ? like : undefined,
  }
}
