export default {
  forbidden: [
    {
      name: 'features-stay-apart',
      severity: 'error',
      comment: 'Features meet only in src/app/routes.',
      from: { path: '^src/features/([^/]+)/' },
      to: { path: '^src/features/', pathNot: '^src/features/$1/' },
    },
    {
      name: 'features-do-not-know-the-app',
      severity: 'error',
      from: { path: '^src/features/' },
      to: { path: '^src/app/' },
    },
    {
      name: 'shared-knows-nobody-above',
      severity: 'error',
      from: { path: '^src/(components|live|api|lib)/' },
      to: { path: '^src/(app|features)/' },
    },
    {
      name: 'components-are-dumb',
      severity: 'error',
      from: { path: '^src/components/' },
      to: { path: '^src/(api|live)/' },
    },
    {
      name: 'only-feature-api-files-call-the-server',
      severity: 'error',
      from: { pathNot: '^src/(api|live|testing)/|^src/features/.+/api\\.ts$|\\.test\\.tsx?$' },
      to: { path: '^src/api/client' },
    },
    // The places of training stand on each other in one order, as their rooms in the backend do.
    ...['shared', 'jobs', 'data-sets', 'recipes', 'runs'].map((place, index, places) => ({
      name: `training-${place}-knows-nobody-above`,
      severity: 'error',
      from: { path: `^src/features/training/${place}/` },
      to: {
        path: '^src/features/training/',
        pathNot: `^src/features/training/(${places.slice(0, index + 1).join('|')})/`,
      },
    })),
    {
      name: 'training-ends-stay-apart',
      severity: 'error',
      comment: 'Variants, corrections and imports meet on the page of training only.',
      from: { path: '^src/features/training/(variants|corrections|imports)/' },
      to: {
        path: '^src/features/training/',
        pathNot: '^src/features/training/(shared|jobs|data-sets|recipes|runs|$1)/',
      },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      severity: 'error',
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
