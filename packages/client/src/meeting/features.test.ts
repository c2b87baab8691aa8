import { expectTypeOf, it } from 'vitest';
import type { UnmadeRequests } from './features.ts';

it('makes every request of the contract', () => {
	expectTypeOf<UnmadeRequests>().toBeNever();
});
