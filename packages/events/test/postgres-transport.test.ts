import { conformance } from './conformance.ts';

conformance('Postgres', async (world) => ({ kind: 'postgres', url: world.url }));
