export * from './clock.ts';
export * from './id.ts';
export * from './money.ts';
export * from './refusal.ts';
