import type { CodegenConfig } from '@graphql-codegen/cli';

// Node runs the output as it stands: no enums, type-only imports, extensions written.
const config = { enumsAsTypes: true, useTypeImports: true, strictScalars: true, defaultScalarType: 'unknown' };
const scalars = { BigInt: 'string', CurrencyCode: 'string', DateTime: 'string', JSON: 'unknown' };

export default {
  schema: 'schema/api.graphql',
  importExtension: '.ts',
  ignoreNoDocuments: true,
  generates: {
    'packages/client/src/generated/': {
      documents: 'packages/client/src/**/*.graphql',
      preset: 'client',
      presetConfig: { fragmentMasking: false, persistedDocuments: { hashAlgorithm: 'sha256' } },
      config: { ...config, scalars },
    },
    // The manifest of an example partner: what it registers, and nothing else.
    'packages/client/examples/generated/': {
      documents: 'packages/client/examples/*.graphql',
      preset: 'client',
      presetConfig: { fragmentMasking: false, persistedDocuments: { hashAlgorithm: 'sha256' } },
      config: { ...config, scalars },
    },
    'gateway/test/e2e/generated/': {
      documents: ['gateway/test/e2e/**/*.ts', '!gateway/test/e2e/generated/**'],
      preset: 'client',
      presetConfig: { fragmentMasking: false, persistedDocuments: { hashAlgorithm: 'sha256' } },
      config: { ...config, scalars },
    },
  },
} satisfies CodegenConfig;
