import eslint from '@eslint/js';
import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

const pure = { sourceTag: 'layer:pure', onlyDependOnLibsWithTags: ['layer:pure'] };
const frameworks = ['@nestjs/*', 'typeorm', 'sqlite3', 'nats', 'fastify', '@fastify/*', 'undici'];

/** Who may import whom. `testing` is reachable from specs only (second table). */
const arrows = [
  { ...pure, bannedExternalImports: frameworks },
  { sourceTag: 'layer:platform', onlyDependOnLibsWithTags: ['layer:pure', 'layer:platform'] },
  { sourceTag: 'layer:app', onlyDependOnLibsWithTags: ['layer:pure', 'layer:platform'] },
  { sourceTag: 'layer:testing', onlyDependOnLibsWithTags: ['layer:pure', 'layer:platform'] },
  { sourceTag: 'layer:e2e', onlyDependOnLibsWithTags: ['layer:pure', 'layer:platform', 'layer:testing'] },
];
const arrowsOfSpecs = arrows.map((arrow) => ({
  ...arrow,
  onlyDependOnLibsWithTags: [...new Set([...arrow.onlyDependOnLibsWithTags, 'layer:testing'])],
  ...(arrow.sourceTag === 'layer:pure' ? { bannedExternalImports: frameworks } : {}),
}));

const boundaries = (depConstraints) => [
  'error',
  {
    enforceBuildableLibDependency: false,
    allow: [],
    depConstraints,
    // The specs of these libs run on the real servers and files that `testing` provides, and `testing` is built on them.
    ignoredCircularDependencies: [
      ['testing', 'persistence'],
      ['testing', 'messaging'],
      ['testing', 'observability'],
      ['testing', 'config'],
      ['testing', 'contracts'],
    ],
  },
];

/** TypeORM is known in two kinds of place: the lib that opens databases and each app's storage folder. */
const ormOutsideStorage = {
  name: 'typeorm',
  message: 'TypeORM belongs to libs/persistence and to storage/ folders; go through a repository.',
};
const httpOutsideEdge = {
  name: '@nestjs/common',
  importNames: [
    'HttpException',
    'BadRequestException',
    'NotFoundException',
    'ForbiddenException',
    'ConflictException',
    'UnauthorizedException',
    'InternalServerErrorException',
    'ServiceUnavailableException',
    'UnprocessableEntityException',
  ],
  message: 'Throw an error with a stable code; the edge translates it to a status once.',
};

export default tseslint.config(
  { ignores: ['**/dist', '**/node_modules', '**/tmp', '**/coverage', '.nx', 'fixtures'] },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    plugins: { '@nx': nx, 'import-x': importX },
    settings: { 'import-x/resolver-next': [createNodeResolver({ extensionAlias: { '.js': ['.ts', '.js'] } })] },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@nx/enforce-module-boundaries': boundaries(arrows),
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
      'max-lines': ['error', { max: 350 }],
      'max-params': ['error', { max: 6 }],
      'no-console': 'error',
      'no-restricted-imports': ['error', { paths: [ormOutsideStorage, httpOutsideEdge] }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-extraneous-class': 'off',
      // Nest types its plain option objects as classes.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/parameter-properties': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
    },
  },
  {
    files: ['libs/persistence/**/*.ts', '**/storage/**/*.ts', 'libs/testing/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: [httpOutsideEdge] }] },
  },
  {
    files: ['libs/http-edge/**/*.ts', 'libs/access/**/*.ts', '**/*.controller.ts', '**/*.guard.ts', '**/*.filter.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: [ormOutsideStorage] }] },
  },
  {
    files: ['**/*.spec.ts', '**/*.int-spec.ts', '**/*.fixture.ts', '**/test-app/**/*.ts', 'apps/e2e/**/*.ts'],
    rules: {
      '@nx/enforce-module-boundaries': boundaries(arrowsOfSpecs),
      'max-lines': ['error', { max: 500 }],
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'process',
          'console',
          'URL',
          'Buffer',
          'fetch',
          'setTimeout',
          'clearTimeout',
          'setInterval',
          'clearInterval',
          'AbortController',
          'AbortSignal',
          'performance',
          'setImmediate',
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
  {
    files: ['apps/*/src/main.ts', 'apps/catalog-api/src/cli-auth.ts', 'apps/catalog-api/src/cli/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  prettier,
);
