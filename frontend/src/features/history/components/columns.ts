/** The columns of head and rows: box, thumbnail, file, answer, confidence, model, state, age. Cards keep the first three. */
export const columns =
  'grid items-center gap-x-3 pr-4 pl-2 ' +
  'grid-cols-[2.25rem_3rem_minmax(0,1fr)_auto] ' +
  'lg:grid-cols-[2.25rem_3rem_minmax(0,1fr)_minmax(0,1fr)_4.5rem_10.5rem_6.5rem] ' +
  'xl:grid-cols-[2.25rem_3rem_minmax(0,1fr)_minmax(0,1.1fr)_4.75rem_9.5rem_10.5rem_6.5rem]'
