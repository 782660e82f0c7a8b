/** The rooms of docs/architecture.md and the one way in which imports go between them. */
const room = (name) => `^src/${name}/`;

const notTo = (name, from, to, comment) => ({
  name,
  severity: 'error',
  comment,
  from,
  to,
});

module.exports = {
  forbidden: [
    notTo('no-circular', {}, { circular: true }, 'A cycle means that one idea was split in two.'),
    notTo(
      'core-is-pure',
      { path: room('core'), pathNot: '\\.test\\.ts$' },
      { dependencyTypes: ['core'] },
      'src/core takes time, randomness and text as arguments: no Node module.',
    ),
    notTo(
      'core-imports-nothing-of-ours',
      { path: room('core') },
      { path: '^(src/(?!core/)|scenarios|shop|chaos|engine)' },
      'src/core is the innermost room.',
    ),
    notTo(
      'config-imports-core',
      { path: room('config') },
      { path: '^(src/(run|adapters|cli|report)/|shop|engine)' },
      'src/config may import core and ports only.',
    ),
    notTo(
      'report-imports-core',
      { path: room('report') },
      { path: '^(src/(config|run|adapters|cli)/|shop|engine)' },
      'src/report turns evidence into text: core only.',
    ),
    notTo(
      'run-does-not-import-adapters',
      { path: room('run') },
      { path: '^(src/(adapters|cli|report)/|shop|engine)' },
      'src/run speaks to the world through src/ports.ts.',
    ),
    notTo(
      'adapters-do-not-import-one-another',
      { path: '^src/adapters/([^/]+)/' },
      { path: '^src/adapters/', pathNot: '^src/adapters/$1/' },
      'One folder an adapter; what they share belongs in core or ports.',
    ),
    notTo(
      'adapters-do-not-import-outwards',
      { path: room('adapters') },
      { path: '^(src/(run|cli|report)/|shop)' },
      'Adapters implement ports.',
    ),
    notTo(
      'only-cli-composes',
      { path: '^src/(?!cli/)', pathNot: '^src/index\\.ts$' },
      { path: room('cli') },
      'src/cli is the only composition root.',
    ),
    notTo(
      'scenarios-shop-and-chaos-stand-alone',
      { path: '^(scenarios|shop|chaos)/', pathNot: '\\.test\\.ts$' },
      { path: '^src/', pathNot: '^src/(core/|index\\.ts)', dependencyTypesNot: ['type-only'] },
      'They may import types and the pure constants of src/core that both sides of a wire share.',
    ),
    notTo(
      'nothing-imports-benchmarks',
      { path: '^(src|scenarios|shop|chaos)/' },
      { path: '^bench/' },
      'bench/ does not ship.',
    ),
    notTo(
      'not-to-dev-dependency',
      { path: '^(src|scenarios|shop|chaos)/', pathNot: '\\.test\\.ts$' },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '@types' },
      'What ships needs a dependency, not a devDependency.',
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: 'specify',
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
