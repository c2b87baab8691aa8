import { Errors, leaveReason } from '@roomcast/client';
import { expect, it } from 'vitest';
import * as codes from './codes.ts';
import * as leaveCodes from './leaveCodes.ts';

it('are those of the contract and of the SDK', () => {
	expect(Errors).toMatchObject({ ...codes });
	expect(leaveReason).toMatchObject({ ...leaveCodes });
});
