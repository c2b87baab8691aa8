import type { PreCallTestContext } from './PreCallTestContext.ts';
import { PreCallTestError } from './PreCallTestError.ts';
import type { PreCallTest, PreCallTestOptions } from './types.ts';

let running: PreCallTest | undefined;

/**
 * Starts a test, whose code is loaded only then. One runs at a time.
 *
 * @param context made when the test may run; what it throws is what the test fails with
 */
export function startPreCallTest(options: PreCallTestOptions, context: () => PreCallTestContext): PreCallTest {
	const controller = new AbortController();
	const result = running
		? Promise.reject(
				new PreCallTestError('ERROR_PRECALL_TEST_ALREADY_RUNNING', 'Another test is running: stop it first.'),
			)
		: import('./later/runTest.ts').then(({ runTest }) => runTest(options, context(), controller.signal));
	const stop = async () => {
		controller.abort();
		await result.catch(() => {});
	};
	const test = Object.assign(result, { stop });
	if (running) return test;
	running = test;
	const over = () => {
		running = undefined;
	};
	test.then(over, over);
	return test;
}

/** Ends the test that runs, if any: a call needs the devices and the line. */
export function stopPreCallTest(): void {
	void running?.stop();
}
