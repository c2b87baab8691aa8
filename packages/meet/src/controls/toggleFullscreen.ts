/** Fills the screen with the page, or gives the screen back. Browsers that cannot do it do nothing. */
export function toggleFullscreen(): void {
	const change =
		document.fullscreenElement === null ? document.documentElement.requestFullscreen?.() : document.exitFullscreen();
	change?.catch(() => undefined);
}
