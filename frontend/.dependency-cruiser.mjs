const TESTS = '\\.test\\.tsx?$'

// What the server says, as types: whoever shows something may know its shape.
const SHAPES = '^src/api/(types\\.ts|generated/)'

/** Each folder of src with those that it may use, and what to do instead where something is missing below. */
const FLOORS = {
  app: [['features', 'components', 'api', 'live', 'lib'], ''],
  features: [
    ['components', 'api', 'live', 'lib'],
    'A feature does not know the app: what depends on the route (addresses, what another feature draws) is handed in by src/app/routes.',
  ],
  components: [
    ['lib'],
    'A component gets all it shows as props: ask the server in a feature, or move what knows more than props into one.',
  ],
  api: [['live', 'lib'], 'What the server is asked knows nothing of how it is shown: move what is needed to src/lib.'],
  live: [['lib'], 'The socket knows no feature: register a handler with onLiveMessage in src/app/live.ts.'],
  lib: [[], 'The lowest floor stands on packages and on the shapes of the contract alone: move it up to who needs it.'],
}
const PLACES = [...Object.keys(FLOORS), 'testing']
const anyOf = (names) => `^src/(${names.join('|')})/`

// The places of training stand on each other in one order, as their rooms in the backend do.
const TRAINING = ['shared', 'jobs', 'data-sets', 'recipes', 'runs']
const TRAINING_ENDS = ['variants', 'corrections', 'imports']

export default {
  forbidden: [
    {
      name: 'every-folder-has-a-place',
      severity: 'error',
      comment:
        'A new folder of src gets a line in FLOORS of .dependency-cruiser.mjs: what it may use, and who may use it.',
      from: { path: '^src/[^/]+/', pathNot: anyOf(PLACES) },
      to: {},
    },
    {
      name: 'every-folder-has-a-place-to-be-used-from',
      severity: 'error',
      comment:
        'A new folder of src gets a line in FLOORS of .dependency-cruiser.mjs: what it may use, and who may use it.',
      from: {},
      to: { path: '^src/[^/]+/', pathNot: anyOf(PLACES) },
    },
    ...Object.entries(FLOORS).map(([floor, [below, comment]]) => ({
      name: `${floor}-stands-on-what-is-below`,
      severity: 'error',
      comment,
      from: { path: `^src/${floor}/`, pathNot: TESTS },
      to: { path: '^src/', pathNot: `${anyOf([floor, ...below])}|${SHAPES}` },
    })),
    ...Object.entries(FLOORS).map(([floor, [below, comment]]) => ({
      name: `${floor}-tests-stand-on-what-is-below`,
      severity: 'error',
      comment: `${comment} A test may use src/testing besides.`,
      from: { path: `^src/${floor}/.*${TESTS}` },
      to: { path: '^src/', pathNot: `${anyOf([floor, ...below, 'testing'])}|${SHAPES}` },
    })),
    {
      name: 'features-stay-apart',
      severity: 'error',
      comment:
        'Features meet in src/app/routes: hand in what the other one draws or does. What both need belongs below them.',
      from: { path: '^src/features/([^/]+)/' },
      to: { path: '^src/features/', pathNot: '^src/features/$1/' },
    },
    {
      name: 'only-feature-api-files-call-the-server',
      severity: 'error',
      comment: "Requests stand in a feature's api.ts, where they can be found; call its function.",
      from: { pathNot: '^src/(api|live|testing)/|^src/features/.+/api\\.ts$|\\.test\\.tsx?$' },
      to: { path: '^src/api/client' },
    },
    {
      name: 'every-place-of-training-has-a-floor',
      severity: 'error',
      comment: 'A new folder of training gets its floor in TRAINING or TRAINING_ENDS of .dependency-cruiser.mjs.',
      from: {
        path: '^src/features/training/[^/]+/',
        pathNot: `^src/features/training/(${[...TRAINING, ...TRAINING_ENDS].join('|')}|components)/`,
      },
      to: {},
    },
    ...TRAINING.map((place, index) => ({
      name: `training-${place}-knows-nobody-above`,
      severity: 'error',
      comment: `Training is ${TRAINING.join(' ← ')} ← its ends: move what is needed to the lower one of both.`,
      from: { path: `^src/features/training/${place}/` },
      to: {
        path: '^src/features/training/',
        pathNot: `^src/features/training/(${TRAINING.slice(0, index + 1).join('|')})/`,
      },
    })),
    {
      name: 'training-ends-stay-apart',
      severity: 'error',
      comment: 'Variants, corrections and imports meet on the page of training only: hand in what the other one draws.',
      from: { path: `^src/features/training/(${TRAINING_ENDS.join('|')})/` },
      to: {
        path: '^src/features/training/',
        pathNot: `^src/features/training/(${TRAINING.join('|')}|$1)/`,
      },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Two modules that need each other are one, or need a third: move what both use into it.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      comment: 'Nobody uses it: delete it.',
      from: { orphan: true, pathNot: '\\.d\\.ts$|\\.test\\.tsx?$|^src/testing/' },
      to: {},
    },
    {
      name: 'nothing-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '\\.css$' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
}
