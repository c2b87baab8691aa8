/** How large an element is on the screen, in CSS pixels; 0 × 0 while it cannot be seen. */
export type ReportSize = (width: number, height: number) => void;

/**
 * Reports the visible size of an element, at once and whenever it changes: by layout, by scrolling it out of sight, by
 * hiding the tab.
 *
 * @returns ends it
 */
export function observeElement(element: Element, report: ReportSize): () => void {
	let inSight = true;
	let last = '';
	const tell = () => {
		const { width, height } = element.getBoundingClientRect();
		const visible = inSight && !document.hidden;
		const size = visible ? ([Math.round(width), Math.round(height)] as const) : ([0, 0] as const);
		if (String(size) === last) return;
		last = String(size);
		report(...size);
	};
	const resize = new ResizeObserver(tell);
	const intersection = new IntersectionObserver((seen) => {
		inSight = seen.at(-1)?.isIntersecting ?? inSight;
		tell();
	});
	if (element.isConnected) tell();
	resize.observe(element);
	intersection.observe(element);
	document.addEventListener('visibilitychange', tell);
	return () => {
		resize.disconnect();
		intersection.disconnect();
		document.removeEventListener('visibilitychange', tell);
	};
}
