/** Where all of training lies in the cache of queries; each place names its own below it. */
export const TRAINING = ['training'] as const
