/**
 * Reports an exception in a view: to the browser console with the views that it went through, and as an `error` event of
 * the window, where error monitoring that a site adds to the page finds it. For `onCaughtError` of `createRoot`.
 *
 * @param error what was thrown, an `Error` or not
 */
export function reportCrash(error: unknown, { componentStack }: { componentStack?: string | null | undefined }): void {
	console.error('A view of the page failed, and the page left the call.', error, componentStack ?? '');
	globalThis.reportError(error);
}
