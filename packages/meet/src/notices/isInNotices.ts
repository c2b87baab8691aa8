/** Whether a notice was clicked: the dialog below it stays open then. */
export function isInNotices(target: EventTarget | null): boolean {
	return target instanceof Element && target.closest('[data-testid="notices"]') !== null;
}
