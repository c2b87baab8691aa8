/** Types of `postgres.mjs`, for what is written in TypeScript. */
export function startPostgres(): Promise<{ url: string; stop: () => Promise<void> }>;
