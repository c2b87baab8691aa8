/** Number of "the person closed the picker of the browser": a decision, not a failure. */
const CANCELLED = 3016;

/**
 * Says in words why the screen could not be shared. Takes whatever the SDK rejected with.
 *
 * @returns undefined when the person decided against it
 */
export function shareProblem(error: unknown): string | undefined {
	const { code, message } = Object(error) as { code?: unknown; message?: unknown };
	if (code === CANCELLED) return undefined;
	// Chromium says it in the message alone when it was the system that refused.
	if (/denied by system/i.test(String(message)))
		return 'Your system does not let this browser share the screen. Allow it in the privacy settings of your computer.';
	return 'The screen could not be shared. Try again, or share another window.';
}
