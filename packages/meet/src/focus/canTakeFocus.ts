/** Whether an element is in the page, visible and usable, and not the page itself. */
export function canTakeFocus(element: Element | null | undefined): element is HTMLElement {
	if (element === null || element === undefined || element === document.body || !element.isConnected) return false;
	return !element.matches(':disabled') && element.closest('[inert]') === null && element.checkVisibility();
}
